"""The times of a patient's day: when the check-in comes, when they sit, when it is quiet."""

from collections.abc import Callable
from functools import partial

from bot.content import lines
from bot.domain import wall
from bot.domain.recurrence import Rule, RuleError
from bot.models import Patient
from bot.services import letters, plans
from handlers import choices
from handlers.ask import PATIENTS, Ask, Reply, Tap, Typed
from handlers.settings import onward

NUDGE_EVERY = 45


async def day(ask: Ask) -> Reply:
    """Mark a day of long sitting, or take the mark back; one day at least stays."""
    patient = ask.enrolled
    tapped = set(patient.sitting_days) ^ {int(ask.args[0])}
    if not tapped:
        return Reply(toast=ask.say.label("choose.one_day"), alarm=True)
    patient.sitting_days = sorted(tapped)
    if patient.enrolled_at is not None:
        await plans.keep_to(ask.session, patient, "days", zone=ask.zone, now=ask.now)
    return choices.sitting_days(ask, patient)


async def check_in_at(ask: Ask) -> Reply:
    """When the check-in comes; not into the quiet hours."""
    return await _times(ask, "check_in_at", 1, _set_check_in)


async def sitting(ask: Ask) -> Reply:
    """From when to when somebody sits."""
    return await _times(ask, "sitting", 2, partial(_set_sitting, await _apart(ask)))


async def _apart(ask: Ask) -> int:
    """How many minutes lie between the breaks of the running plan, or of one that is to come."""
    known = await plans.lines_at(ask.session, await plans.current(ask.session, ask.enrolled.person_id))
    return max((line.rule.get("every_minutes", 0) for line in known), default=0) or NUDGE_EVERY


async def quiet(ask: Ask) -> Reply:
    """From when to when nothing may come but safety."""
    return await _times(ask, "quiet", 2, _set_quiet)


async def _times(ask: Ask, field: str, how_many: int, put: Callable[[Patient, list[str]], str | None]) -> Reply:
    """Take the times over, or say of which setting they are and what is wrong with them: then nothing changes."""
    patient = ask.enrolled
    words = list(ask.args) or ask.text.replace("–", "-").replace(" to ", "-").split("-")
    try:
        times = [wall.show(wall.parse(word)) for word in words]
    except wall.WallTimeError:
        times = []
    if len(times) != how_many:
        return _refused(ask, field, "choose.time_unknown" if how_many == 1 else "choose.times_unknown")
    wrong = put(patient, times)
    if wrong is not None:
        return _refused(ask, field, wrong)
    await letters.look_again(ask.session, patient.person_id, now=ask.now)
    if patient.enrolled_at is not None:
        await plans.keep_to(ask.session, patient, field, zone=ask.zone, now=ask.now)
    return await onward(ask, said=ask.say("settings.saved"), instead=bool(ask.args))


def _refused(ask: Ask, field: str, why: str) -> Reply:
    name = ask.say("choose.field", field=ask.say.label(f"settings.button.{field}"))
    patient = ask.enrolled
    return Reply(lines(name, ask.say(why, typed=ask.text[:40], start=patient.quiet_from, end=patient.quiet_until)))


def _set_check_in(patient: Patient, times: list[str]) -> str | None:
    if wall.Window.of(patient.quiet_from, patient.quiet_until).holds(wall.parse(times[0])):
        return "choose.in_quiet"
    patient.check_in_at = times[0]
    return None


def _set_sitting(apart: int, patient: Patient, times: list[str]) -> str | None:
    try:
        Rule.new({"every_minutes": apart, "start": times[0], "end": times[1]})
    except RuleError as error:
        return "choose.window_short" if str(error).startswith("every_minutes") else "choose.window_empty"
    patient.sitting_from, patient.sitting_until = times
    return None


def _set_quiet(patient: Patient, times: list[str]) -> str | None:
    if times[0] == times[1]:
        return "choose.window_empty"
    if wall.Window.of(*times).holds(wall.parse(patient.check_in_at)):
        return "choose.quiet_over_check_in"
    patient.quiet_from, patient.quiet_until = times
    return None


TAPS = (
    Tap("choose.day", day, PATIENTS),
    Tap("choose.check_in_at", check_in_at, PATIENTS),
    Tap("choose.sitting", sitting, PATIENTS),
    Tap("choose.quiet", quiet, PATIENTS),
)
TYPED = (
    Typed("check_in_at", check_in_at, PATIENTS),
    Typed("sitting", sitting, PATIENTS),
    Typed("quiet", quiet, PATIENTS),
)
