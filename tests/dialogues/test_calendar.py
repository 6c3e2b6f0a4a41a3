"""The plan in the phone's own calendar."""

from typing import Any

from icalendar import Calendar

from bot.sandbox.phone import Phone
from tests.cast import on_sqlite
from tests.dialogues.test_travel import TOKYO, flies


@on_sqlite
async def test_the_plan_comes_as_a_file_for_the_calendar(ana: Phone, tom: Phone) -> None:
    await ana.says("/calendar")
    assert "The times are those of Madrid" in ana.sees()
    (name, content), *others = ana.files().items()
    assert (name, others) == ("stepwell.ics", [])
    calendar: Any = Calendar.from_ical(content)
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert sorted(events) == ["A few minutes for me", "Check-in", "Time for short breaks"]
    check_in = events["Check-in"]
    assert check_in["dtstart"].dt.isoformat() == "2026-03-02T09:00:00+01:00"
    assert check_in["rrule"] == {"FREQ": ["DAILY"], "INTERVAL": [1]}
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Madrid"]

    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Give a plan")
    await tom.taps("Strength")
    await tom.taps("Give this plan")
    await ana.says("/today")
    await ana.taps("For my calendar")
    renewed: Any = Calendar.from_ical(ana.files()["stepwell.ics"])
    again = next(event for event in renewed.walk("VEVENT") if event["summary"] == "Check-in")
    assert again["uid"] == check_in["uid"]
    assert again["sequence"] > check_in["sequence"]


@on_sqlite
async def test_abroad_it_has_the_time_that_the_reminders_keep(ana: Phone) -> None:
    await flies(ana, TOKYO, "Keep home time")
    await ana.says("/calendar")
    assert "The times are those of Madrid" in ana.sees()
    calendar: Any = Calendar.from_ical(ana.files()["stepwell.ics"])
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Madrid"]


@on_sqlite
async def test_the_titles_tell_nobody_about_health(ana: Phone) -> None:
    await ana.says("/calendar")
    text = ana.files()["stepwell.ics"].decode()
    assert not [word for word in ("numb", "leg", "knee", "pain", "exercise") if word in text.lower()]
