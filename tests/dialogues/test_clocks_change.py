"""A day and a night when the clocks change, in Berlin, as Ana lives them: and what is told of each reminder after."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.test_restraint import QUIET_DAY, allows

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY, SUNDAY = 28, 29
STRETCH = "Time for your exercise"


@pytest.fixture
async def berlin(stage: Stage, ana: Phone) -> None:
    """Ana lives in Berlin, sits on weekends too, and it is Saturday, 28 March 2026, 08:30."""
    await stage.jumps(days=25)
    await ana.says("/settings")
    await ana.taps("Country")
    await ana.says("Germany")
    await ana.taps("Move my reminders")
    await ana.says("/settings")
    for label in ("Sitting days", "Sat", "Sun"):
        await ana.taps(label)
    await until(stage, SATURDAY, 8, 30)


async def until(stage: Stage, day: int, hour: int, minute: int = 0, *, away: bool = False) -> None:
    """Time passes until it is so late in Berlin; the bot may be away meanwhile."""
    much = (datetime(2026, 3, day, hour, minute, tzinfo=BERLIN) - stage.clock.now()).total_seconds()
    await (stage.jumps if away else stage.passes)(seconds=much)


def told(phone: Phone, of: str) -> str:
    """What stands in `/why` of the reminder that begins so, on one line."""
    (found,) = [part for part in phone.sees().split("\n\n") if part.startswith(of)]
    return " | ".join(found.splitlines()[1:])


def traced(phone: Phone) -> None:
    """What both are told of Sunday after the time away, with the day's limit reached."""
    assert "The clocks change today." in phone.sees()
    assert told(phone, "09:00") == (
        "Rule: every day, at 09:00 | Came at 11:30, late: I could not send it sooner | → waiting for you"
    )
    assert told(phone, "10:30") == "→ not sent: I was too late (11:30)"
    assert told(phone, "11:15") == "→ not sent: I was away, and sent one message instead of many (11:30)"
    assert told(phone, "12:00") == "Came at 12:00 | → waiting for you"
    assert told(phone, "12:45") == "→ not sent: that was enough for one day (12:45)"
    assert told(phone, "13:30") == "planned"


@on_sqlite
async def test_the_day_before_and_the_day_of_the_change(stage: Stage, ana: Phone, tom: Phone, berlin: None) -> None:
    await until(stage, SATURDAY, 9)
    for label in QUIET_DAY:
        await ana.taps(label)
    await until(stage, SATURDAY, 9, 50)
    await ana.taps("Done", message="Time to stand up")
    await until(stage, SATURDAY, 10, 35)
    await ana.taps("In a meeting")
    await ana.taps("Until 11:35")
    ana.looks_away()
    await until(stage, SATURDAY, 11, 34)
    assert ana.sees() == ""
    await until(stage, SATURDAY, 12, 30)
    await ana.taps("Not today", message="Time to stand up")
    await ana.taps("This evening", message=STRETCH)
    await until(stage, SATURDAY, 18, 59)
    await ana.says("/checkin")
    await ana.taps("Do it once more")
    await ana.taps("None of these")
    ana.looks_away()
    await until(stage, SATURDAY, 19)
    assert STRETCH not in ana.sees()
    await until(stage, SATURDAY, 19, 2)
    assert STRETCH in ana.sees()
    await ana.says("/why")
    assert told(ana, "12:30") == (
        "Rule: every day, at 12:30 | Put off to 19:00 | Came at 19:02: you were answering something before "
        "| → waiting for you"
    )
    assert told(ana, "10:30") == "Moved to 10:35, by what you told me | Came at 10:35 | → you were in a meeting (10:35)"
    await until(stage, SATURDAY, 20, 15)
    await ana.taps("In 60 min", message=STRETCH)
    assert ana.buttons("These times work")[:2] == ["In 10 min", "In 30 min"]
    await ana.taps("In 30 min", message="These times work")
    await until(stage, SATURDAY, 20, 45)
    await ana.taps("Done", message=STRETCH)

    ana.looks_away()
    await until(stage, SUNDAY, 8, 30)
    assert ana.sees() == "", "nothing comes at night"
    tom.looks_away()
    await until(stage, SUNDAY, 11, 30, away=True)
    came = ana.sees()
    assert came.count("is any of this new or worse") == 1
    assert "Time" not in came
    await until(stage, SUNDAY, 11, 40)
    assert ana.sees() == came, "the one message in the first ten minutes"
    allows(stage, 3)
    await until(stage, SUNDAY, 12, 50)
    await ana.says("/why")
    traced(ana)
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Why")
    traced(tom)
    await ana.says("/today")
    assert "09:00 · Check-in · waiting for you" in ana.sees()
    assert "12:45 · Stand up · not sent: that was enough for one day" in ana.sees()


@on_sqlite
async def test_what_was_typed_while_the_bot_was_away_comes_first(
    stage: Stage, ana: Phone, tom: Phone, berlin: None
) -> None:
    await until(stage, SUNDAY, 8, 30)
    ana.looks_away()
    tom.looks_away()
    stage.sandbox.person_says(ana.id, "I cannot pee since this morning")
    await until(stage, SUNDAY, 11, 30, away=True)
    assert "call 112 now" in ana.sees()
    assert "is any of this new or worse" not in ana.sees()
    assert "EMERGENCY" in tom.sees()
    await until(stage, SUNDAY, 11, 39)
    assert "is any of this new or worse" not in ana.sees()
    await ana.says("/why")
    assert told(ana, "11:15") == "→ not sent: stopped for now (11:30)"
