"""A therapist's day on one phone: summary, the worst patient, the alarm, a message, the plan, a newcomer, a report."""

import io

from pypdf import PdfReader

from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite


@on_sqlite
async def test_a_day_of_a_therapist(stage: Stage, ana: Phone, tom: Phone) -> None:
    await tom.says("/digest")
    await tom.says("Madrid")
    await tom.taps("07:30")
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)
    await stage.jumps(hours=12)
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    tom.looks_away()
    await stage.jumps(hours=11)

    assert "Good morning. 1 of your patients (1) needs a look." in tom.sees()
    await tom.taps("Open the list")
    assert "emergency, nobody has acknowledged it" in tom.sees()

    await tom.taps("Ana ·")
    assert len(tom.pictures()) == 1
    assert "Nobody has acknowledged it." in tom.sees()
    assert "numbness 3, pain 2" in tom.sees()

    await tom.taps("Open the case")
    await tom.taps("I have seen it")
    await tom.says("/patients Ana")
    await tom.taps("Ana ·")
    assert "Acknowledged by Tom." in tom.sees()

    await tom.taps("Write to Ana")
    assert "There is an open case." in tom.sees()
    await tom.taps("May I phone you?")
    assert "Nothing is sent yet." in tom.sees()
    await tom.taps("Send")
    assert "goes to Ana now" in tom.sees()
    await ana.taps("Yes", message="May I call you?")
    assert "has answered a message" in tom.sees()
    await tom.taps("Read it")
    assert "answered" in tom.sees()
    await tom.taps("Card")

    await tom.taps("Give a plan")
    await tom.taps("Line by line")
    await tom.taps("Add one")
    await tom.taps("Note")
    await tom.says("Rest until we have spoken")
    await tom.taps("Look and save")
    assert "Compared with the plan now: 14 more, 0 fewer, 0 at another time." in (seen := tom.sees())
    assert "Nothing is saved yet." in seen
    await tom.taps("Give this plan")
    assert "has this plan from now on" in tom.sees()

    await tom.says("/invite")
    assert "start=" in tom.sees()

    await tom.says("/patients")
    await tom.taps("Ana ·")
    await tom.taps("Export")
    await tom.taps("PDF")
    ((name, content),) = tom.files().items()
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert name.endswith(".pdf")
    assert "emergency answer" in said
    assert "Seen by the team" in said
