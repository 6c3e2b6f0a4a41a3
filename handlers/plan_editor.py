"""Writing a patient's plan by tapping: the lines, adding one, adding a set. Every tap is saved in the draft."""

from collections.abc import Mapping, Sequence

from bot.content import Html, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button
from bot.domain.plan_lines import Line
from bot.models import Patient, Person, PlanDraft
from bot.services import drafts, plans
from handlers import card, choices, exercises, plan_words
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

WALK = "short_walk"
BREAK = "stand_up_break"
FIRST_TIME = "12:00"
BREAK_MINUTES = 45
OTHERS = (Kind.WALK, Kind.NUDGE, Kind.NOTE, Kind.TIP, Kind.CHECK_IN)
"""What a plan has beside exercises."""
TIP_DAY = 0
"""A tip comes on Mondays until the therapist says otherwise."""


async def mine(ask: Ask) -> tuple[Patient, Person, PlanDraft] | None:
    """The patient that a button names and this therapist's draft for them; None for anybody else's."""
    found = await card.found(ask)
    if found is None or found[0].enrolled_at is None or found[0].left_at is not None:
        return None
    return *found, await drafts.begun(ask.session, found[0], ask.person.id, now=ask.now)


async def edit(ask: Ask) -> Reply:
    """The draft's lines, each a button."""
    found = await mine(ask)
    if found is None:
        return await unknown(ask)
    _, person, draft = found
    draft.asking, ask.person.asking = {}, None
    return shown(ask, person, draft)


def shown(ask: Ask, person: Person, draft: PlanDraft, said: Html | None = None) -> Reply:
    """The draft on one screen, under what has just been done."""
    number = str(person.id)
    known = drafts.lines(draft)
    rows = tuple(
        (Button(f"✏️ {plan_words.name(ask, line)}", "plan.line", (number, str(key))),) for key, line in known.items()
    )
    text = paragraphs(
        said,
        ask.say("planedit.head", name=person.first_name),
        lines(*(plan_words.line(ask, line) for line in known.values())) or ask.say("planedit.empty"),
        ask.say("outlook.unsaved"),
    )
    add = Button(ask.say.label("planedit.button.add"), "plan.add", (number,))
    sets = Button(ask.say.label("planedit.button.sets"), "patients.plans", (number, "back"))
    look = Button(ask.say.label("planedit.button.look"), "patients.outlook", (number,), style="success")
    template = Button(ask.say.label("planedit.button.template"), "plan.template", (number,))
    drop = Button(ask.say.label("planedit.button.drop"), "plan.drop", (number,))
    history = Button(ask.say.label("planedit.button.versions"), "plan.versions", (number,))
    return Reply(
        text,
        buttons=(*rows, (add, sets), (look,), (template, history), (drop, card.back(ask, person.id))),
        instead=bool(ask.args),
    )


async def drop(ask: Ask) -> Reply:
    """Throw the draft away; the running plan stays."""
    found = await mine(ask)
    if found is None:
        return await unknown(ask)
    await ask.session.delete(found[2])
    ask.person.asking = None
    return Reply(ask.say("planedit.dropped"), buttons=((card.back(ask, found[1].id),),), instead=True)


async def add(ask: Ask) -> Reply:
    """What to add: a shelf of the library, a walk, a break from sitting, a note, tips, the check-in."""
    found = await mine(ask)
    if found is None:
        return await unknown(ask)
    number = str(found[1].id)
    if len(ask.args) == 3 and ask.args[2] in exercises.GROUPS.get(ask.args[1], ()):
        return _shelf(ask, number, ask.args[2])
    others = [Button(ask.say.label(f"kind.{kind}"), "plan.put", (number, kind)) for kind in OTHERS]
    shelves = [
        Button(ask.say.label(f"exercises.{by}.{name}"), "plan.add", (number, by, name))
        for by, names in exercises.GROUPS.items()
        for name in names
    ]
    rows = (*choices.pairs(others), *choices.pairs(shelves), (_back(ask, number),))
    return Reply(ask.say("planedit.add"), buttons=rows, instead=True)


def _shelf(ask: Ask, number: str, name: str) -> Reply:
    found = [one for one in ask.content.exercises.values() if name in one.data.position + one.data.purposes]
    names = sorted((one.text(ask.person.language).name, one.id) for one in found)
    rows = tuple((Button(label, "plan.put", (number, Kind.EXERCISE, exercise)),) for label, exercise in names)
    return Reply(ask.say("planedit.which"), buttons=(*rows, (_back(ask, number),)), instead=True)


def _back(ask: Ask, number: str) -> Button:
    return Button(ask.say.label("outlook.back"), "plan.edit", (number,))


async def put(ask: Ask) -> Reply:
    """Add one line, unless a caution rules it out: then ask for the reason. The same thing is not added twice."""
    found = await mine(ask)
    kind, exercise = (*ask.args[1:], "", "")[:2]
    if found is None or kind not in (Kind.EXERCISE, *OTHERS):
        return await unknown(ask)
    patient, person, draft = found
    if kind == Kind.NOTE:
        return asks(ask, draft, {"field": "new_note"}, ask.say("planedit.ask.note"))
    line = _new(patient, Kind(kind), exercise)
    if line.exercise is not None and line.exercise not in ask.content.exercises:
        return await unknown(ask)
    if any(line.what == known.what for known in drafts.lines(draft).values()):
        return shown(ask, person, draft, ask.say("planedit.there", what=plan_words.name(ask, line)))
    against = await _against(ask, patient, line)
    if against:
        asking = {"field": "new_override", "kind": kind, "exercise": line.exercise}
        words = ask.say("planedit.ruled_out", what=plan_words.name(ask, line), why=plan_words.cautions(ask, against))
        return asks(ask, draft, asking, words)
    return await added(ask, patient, person, draft, line)


def _new(patient: Patient, kind: Kind, exercise: str) -> Line:
    if kind is Kind.CHECK_IN:
        return Line(kind, {"times": [patient.check_in_at]})
    if kind is Kind.NUDGE:
        return Line(kind, {"every_minutes": BREAK_MINUTES, **plans.sitting(patient)}, BREAK)
    if kind is Kind.TIP:
        return Line(kind, {"times": [FIRST_TIME], "days": [TIP_DAY]})
    return Line(kind, {"times": [FIRST_TIME]}, WALK if kind is Kind.WALK else exercise)


def overridden(patient: Patient, asking: dict[str, str], reason: str) -> Line:
    """The line that was ruled out, with the therapist's reason."""
    line = _new(patient, Kind(asking["kind"]), asking["exercise"])
    return Line(line.kind, line.rule, line.exercise, override=reason)


async def _against(ask: Ask, patient: Patient, line: Line) -> list[str]:
    if line.exercise is None:
        return []
    return await drafts.against(ask.session, ask.content, patient, line.exercise, now=ask.now)


async def added(ask: Ask, patient: Patient, person: Person, draft: PlanDraft, line: Line) -> Reply:
    """Add a line and show it, with the cautions that nobody has said anything about."""
    if drafts.add(draft, line, now=ask.now) is None:
        return shown(ask, person, draft, ask.say("planedit.full", n=drafts.MOST_LINES))
    said = [ask.say("planedit.added", what=plan_words.name(ask, line))]
    if line.exercise is not None:
        open_ones = await drafts.unknown(ask.session, ask.content, patient, line.exercise)
        said += [ask.say("planedit.not_known", what=plan_words.cautions(ask, open_ones))] if open_ones else []
    return shown(ask, person, draft, lines(*said))


def asks(ask: Ask, draft: PlanDraft, asking: Mapping[str, str | int | None], words: Html) -> Reply:
    """Ask for something to be typed. What was asked is kept in the draft."""
    draft.asking, draft.changed_at, ask.person.asking = dict(asking), ask.now, "plan"
    return Reply(words, buttons=((_back(ask, str(draft.patient_id)),),), instead=bool(ask.args), asks=True)


def told(ask: Ask, added: Sequence[Line], known: Sequence[Line], out: Sequence[Line]) -> Html:
    """What a template has added, what was there already, and what a caution keeps out."""
    return lines(
        *(
            ask.say(key, what=Html(", ".join(plan_words.name(ask, line) for line in found)))
            for key, found in (
                ("planedit.merge.added", added),
                ("planedit.merge.known", known),
                ("planedit.merge.out", out),
            )
            if found
        )
    )


TAPS = (
    Tap("plan.edit", edit, THERAPISTS),
    Tap("plan.drop", drop, THERAPISTS),
    Tap("plan.add", add, THERAPISTS),
    Tap("plan.put", put, THERAPISTS),
)
