"""What is written against a tapped 'no' keeps the higher, and says that the two do not agree."""

from sqlmodel import select

from bot.models import Judgement
from bot.sandbox.phone import Phone
from bot.services import incidents
from tests.cast import Stage, on_sqlite


@on_sqlite
async def test_a_word_against_a_tapped_no(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    patient = await stage.patient()
    async with stage.database() as session:
        content, now = stage.app.content, stage.clock.now()
        tapped = await incidents.report(session, content, patient, ["swelling"], source="check_in", now=now)
        written = await incidents.report(session, content, patient, ["weakness"], source="text", now=now)
    assert tapped.labels == ()
    assert (written.labels, "C14" in written.rules) == (("contradictory",), True)
    async with stage.database() as session:
        rows = (await session.exec(select(Judgement).order_by(Judgement.id))).all()  # type: ignore[arg-type]
    assert [(row.source, row.denied, row.labels) for row in rows] == [
        ("check_in", [], []),
        ("text", ["weakness"], ["contradictory"]),
    ]
