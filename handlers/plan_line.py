"""One line of a plan that is being written: its dose, times, days, window, dates; by a tap or by typing."""

from datetime import timedelta

from bot.content import Html, lines, paragraphs
from bot.domain import drafting, wall
from bot.domain.lanes import Kind
from bot.domain.message import Button, Rows
from bot.domain.plan_lines import NOTE_LENGTH, Line, LineError
from bot.domain.recurrence import EVERY_DAY, Rule, RuleError
from bot.models import Patient, Person, PlanDraft
from bot.services import caseload, drafts, patients, templates
from handlers import choices, plan_editor, plan_words
from handlers.ask import THERAPISTS, Ask, Reply, Tap, Typed
from handlers.everyone import unknown

NUMBERS = {
    "sets": ("1", "2", "3", "4"),
    "reps": ("5", "8", "10", "12", "15", "20"),
    "hold_seconds": ("3", "5", "10", "20", "30"),
    "minutes": ("2", "5", "10", "15", "20", "30"),
    "every_minutes": ("30", "45", "60", "90"),
    "every_days": ("2", "3", "7", "14"),
    "times_a_week": ("1", "2", "3"),
    "limit": ("5", "10", "20"),
}
DOSES = ("sets", "reps", "hold_seconds", "minutes")
HOURS = tuple(f"{hour:02}:00" for hour in range(7, 21))
WEEKS = (1, 2, 4, 6)
REASON_LENGTH = 300


async def show(ask: Ask) -> Reply:
    """A line and what can be changed of it."""
    found = await _line(ask)
    if found is None:
        return await _gone(ask)
    _, person, draft, key, line = found
    draft.asking, ask.person.asking = {}, None
    return _shown(ask, person, key, line)


def _shown(ask: Ask, person: Person, key: int, line: Line) -> Reply:
    number = str(person.id)
    fields = [
        Button(ask.say.label(f"planedit.field.{field}"), "plan.field", (number, str(key), field))
        for field in _fields(line)
    ]
    remove = Button(ask.say.label("planedit.button.remove"), "plan.remove", (number, str(key)))
    back = Button(ask.say.label("outlook.back"), "plan.edit", (number,))
    dose = plan_words.dose(ask, line)
    text = lines(plan_words.line(ask, line), ask.say("planedit.dose", dose=dose) if dose else None)
    return Reply(text, buttons=(*choices.pairs(fields), (remove, back)), instead=bool(ask.args))


def _fields(line: Line) -> tuple[str, ...]:
    when = ("every_minutes", "window") if line.rule.get("every_minutes") else ("times",)
    dose = DOSES if line.kind in (Kind.EXERCISE, Kind.WALK) else ()
    which = ("days",) if line.kind is Kind.NUDGE else ("days", "times_a_week", "every_days")
    return (*dose, *when, *which, "starts_on", "ends_on", "limit", *(("note",) if line.kind is Kind.NOTE else ()))


async def _line(ask: Ask) -> tuple[Patient, Person, PlanDraft, int, Line] | None:
    found = await plan_editor.mine(ask)
    if found is None or len(ask.args) < 2 or not ask.args[1].isdecimal():
        return None
    key = int(ask.args[1])
    line = drafts.lines(found[2]).get(key)
    return (*found, key, line) if line is not None else None


async def _gone(ask: Ask) -> Reply:
    """The line of an old button: the draft as it is now, or nothing of somebody else's."""
    return await plan_editor.edit(ask)


async def field(ask: Ask) -> Reply:
    """The choices of one field; typing works too."""
    found = await _line(ask)
    name = ask.args[2] if len(ask.args) > 2 else ""
    if found is None or name not in _fields(found[4]):
        return await _gone(ask)
    _, person, draft, key, line = found
    draft.asking, draft.changed_at, ask.person.asking = {"field": name, "key": key}, ask.now, "plan"
    return _choices(ask, person, key, line, name)


def _choices(ask: Ask, person: Person, key: int, line: Line, name: str) -> Reply:
    number = str(person.id)

    def choice(label: str, value: str) -> Button:
        return Button(label, "plan.set", (number, str(key), name, value))

    rule = Rule.read(line.rule)
    rows: Rows
    if name == "times":
        rows = choices.pairs([choice(*_toggle(at, at, at in rule.times)) for at in HOURS], 4)
    elif name == "days":
        rows = choices.pairs(
            [choice(*_toggle(ask.say.weekday(one), str(one), one in rule.days)) for one in EVERY_DAY], 4
        )
    elif name == "window":
        rows = choices.pairs([choice(f"{start}–{end}", f"{start}-{end}") for start, end in choices.SITTING_TIMES])
    elif name in ("starts_on", "ends_on"):
        days = [wall.local(ask.now, person.zone or "UTC").date() + timedelta(weeks=weeks) for weeks in WEEKS]
        rows = choices.pairs([choice(ask.say.day(day), day.isoformat()) for day in days])
    else:
        rows = choices.pairs([choice(value, value) for value in NUMBERS.get(name, ())], 4)
    none = (
        ()
        if name in ("times", "days", "window", "every_minutes", "note")
        else ((choice(ask.say.label("planedit.none"), "-"),),)
    )
    back = Button(ask.say.label("outlook.back"), "plan.line", (number, str(key)))
    text = paragraphs(plan_words.line(ask, line), ask.say(f"planedit.ask.{name}"))
    return Reply(text, buttons=(*rows, *none, (back,)), instead=bool(ask.args), asks=True)


def _toggle(label: str, value: str, there: bool) -> tuple[str, str]:
    """A choice that can be taken back. The button says what it does, so that a double tap does it once."""
    return (f"✅ {label}", f"-{value}") if there else (label, f"+{value}")


async def choose(ask: Ask) -> Reply:
    """Take one choice over."""
    found = await _line(ask)
    if found is None or len(ask.args) != 4 or ask.args[2] not in _fields(found[4]):
        return await _gone(ask)
    patient, person, draft, key, line = found
    return _set(ask, (patient, person, draft), key, line, ask.args[2], ask.args[3])


def _set(ask: Ask, whose: tuple[Patient, Person, PlanDraft], key: int, line: Line, name: str, text: str) -> Reply:
    patient, person, draft = whose
    today = wall.local(ask.now, patients.zone_of(patient, person)).date()
    try:
        made = drafting.changed(line, name, text, today=today, sitting=(patient.sitting_from, patient.sitting_until))
    except (LineError, RuleError) as error:
        return _refused(ask, str(error), (str(person.id), str(key)))
    drafts.change(draft, key, made, now=ask.now)
    if name in ("times", "days") and text[:1] in "+-":
        return _choices(ask, person, key, made, name)
    draft.asking, ask.person.asking = {}, None
    return _shown(ask, person, key, made)


def _refused(ask: Ask, error: str, back: tuple[str, ...]) -> Reply:
    """Say which field will not do. The question stays open, and the line as it was."""
    words = ask.say.label(f"planedit.bad.{error.partition(':')[0]}")
    if ask.args:
        return Reply(toast=words, alarm=True)
    return Reply(words, buttons=((Button(ask.say.label("outlook.back"), "plan.line", back),),))


async def remove(ask: Ask) -> Reply:
    """Take a line out of the draft."""
    found = await _line(ask)
    if found is None:
        return await _gone(ask)
    _, person, draft, key, line = found
    drafts.remove(draft, key, now=ask.now)
    return plan_editor.shown(ask, person, draft, ask.say("planedit.removed", what=plan_words.name(ask, line)))


async def typed(ask: Ask) -> Reply:
    """What was asked for in a draft: a field, a note, a reason, a template's name."""
    draft = await drafts.asked_last(ask.session, ask.person.id)
    found = await caseload.mine(ask.session, ask.person.id, draft.patient_id, now=ask.now) if draft else None
    if draft is None or found is None:
        ask.person.asking = None
        return await unknown(ask)
    patient, person = found
    asking, text = draft.asking, ask.text.strip()
    name = str(asking["field"])
    key = int(asking.get("key", 0))
    line = drafts.lines(draft).get(key)
    if line is not None and name != "override":
        return _set(ask, (patient, person, draft), key, line, name, text)
    wrong = _too_long(ask, name, text)
    if wrong is not None:
        return Reply(wrong)
    draft.asking, ask.person.asking = {}, None
    if name == "template":
        await templates.save(ask.session, draft, text, now=ask.now)
        return plan_editor.shown(ask, person, draft, ask.say("planedit.template_saved", name=text))
    if line is not None:
        drafts.change(draft, key, Line(line.kind, line.rule, line.exercise, line.note, line.dose, text), now=ask.now)
        return plan_editor.shown(ask, person, draft)
    if name == "new_note":
        made = Line(Kind.NOTE, {"times": [plan_editor.FIRST_TIME]}, note=text)
    elif name == "new_override":
        made = plan_editor.overridden(patient, asking, text)
    else:
        return plan_editor.shown(ask, person, draft)
    return await plan_editor.added(ask, patient, person, draft, made)


def _too_long(ask: Ask, name: str, text: str) -> Html | None:
    most = {"new_note": NOTE_LENGTH, "template": templates.NAME_LENGTH}.get(name, REASON_LENGTH)
    return None if 0 < len(text) <= most else ask.say("planedit.bad.length", n=most)


TAPS = (
    Tap("plan.line", show, THERAPISTS),
    Tap("plan.field", field, THERAPISTS),
    Tap("plan.set", choose, THERAPISTS),
    Tap("plan.remove", remove, THERAPISTS),
)
TYPED = (Typed("plan", typed, THERAPISTS, for_others=True),)
