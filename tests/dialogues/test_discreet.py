"""What others may read: on a lock screen, and by passing a message on."""

from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import reports

pytestmark = on_sqlite


def cut(text: str, offset: int) -> tuple[str, str]:
    """The parts of a text before and after an offset as Telegram counts it."""
    units = text.encode("utf-16-le")
    return units[: 2 * offset].decode("utf-16-le"), units[2 * offset :].decode("utf-16-le")


async def test_a_reminder_hides_its_words_on_the_lock_screen_where_the_patient_wants_that(
    stage: Stage, ana: Phone
) -> None:
    await ana.says("/settings")
    assert "the words of a reminder may show" in ana.sees()
    await ana.taps("Lock screen")
    assert "only that something came" in ana.sees()
    await stage.passes(minutes=45)
    nudge = ana.chat.messages[-1]
    (spoiler,) = [entity for entity in nudge.content.entities if entity["type"] == "spoiler"]
    before, after = cut(nudge.text, spoiler["offset"])
    assert before.strip() == "🔔 Something from your plan. Tap the text to read it."
    assert "stand up" in after
    await reports(ana)
    assert "spoiler" not in str([one.content.entities for one in ana.chat.messages if one is not nudge])


async def test_what_the_team_reads_of_a_patient_cannot_be_passed_on_and_urgent_words_can(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana)
    urgent = [one for one in ana.chat.messages if "Get emergency help" in one.text]
    assert [one.protected for one in urgent] == [False]
    assert tom.chat.messages[-1].protected
    await tom.says("/patients")
    await tom.taps("Ana")
    assert tom.chat.messages[-1].protected
    await tom.says("/help")
    assert not tom.chat.messages[-1].protected
