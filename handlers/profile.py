"""What bears on a patient's red flags: health facts, said by the patient or the therapist; long-standing problems."""

from dataclasses import replace

from bot.content import lines, paragraphs
from bot.domain.message import Button
from bot.domain.profile import FACTS, Said, unasked
from bot.models import Patient, Person
from bot.services import profiles, suiting
from handlers import card, choices
from handlers.ask import PATIENTS, THERAPISTS, Ask, Reply, Tap, Typed
from handlers.everyone import unknown

NOTE_LENGTH = 300


async def show(ask: Ask) -> Reply:
    """The patient's own facts, each to be changed; the ones not asked yet come one by one."""
    found = await profiles.facts(ask.session, ask.enrolled.person_id)
    if unasked(found) is not None and not ask.args:
        return _question(ask, unasked(found) or FACTS[0])
    buttons = [Button(ask.say.label(f"profile.fact.{fact}"), "profile.ask", (fact,)) for fact in FACTS]
    said = {fact: row.said for fact, row in found.items()}
    text = paragraphs(ask.say("profile.head"), _listed(ask, said))
    back = Button(ask.say.label("settings.back"), "settings.show")
    return Reply(text, buttons=(*choices.pairs(buttons), (back,)), instead=True)


def _listed(ask: Ask, said: dict[str, str]) -> str:
    """The facts that somebody has answered, with the answer."""
    return lines(
        *(
            ask.say("profile.line", fact=ask.say.label(f"profile.fact.{fact}"), said=ask.say.label(f"profile.{value}"))
            for fact in FACTS
            if (value := said.get(fact)) is not None
        )
    )


async def question(ask: Ask) -> Reply:
    """One fact, asked in plain words."""
    return _question(ask, ask.args[0]) if ask.args and ask.args[0] in FACTS else await unknown(ask)


def _question(ask: Ask, fact: str) -> Reply:
    rows = tuple((Button(ask.say.label(f"profile.{said}"), "profile.say", (fact, said)),) for said in Said)
    enough = Button(ask.say.label("profile.enough"), "profile.show", ("all",))
    place = FACTS.index(fact) + 1
    text = paragraphs(
        ask.say("weekly.progress", place=place, total=len(FACTS)),
        ask.say(f"profile.ask.{fact}"),
        ask.say("profile.why") if place == 1 else None,
    )
    return Reply(text, buttons=(*rows, (enough,)), instead=True)


async def say(ask: Ask) -> Reply:
    """Keep an answer, and go on to the next fact that has none."""
    if len(ask.args) != 2 or ask.args[0] not in FACTS or ask.args[1] not in set(Said):
        return await unknown(ask)
    fact, said = ask.args[0], Said(ask.args[1])
    await suiting.say(ask.session, ask.content, ask.enrolled, fact, said, ask.person, now=ask.now)
    following = unasked(await profiles.facts(ask.session, ask.enrolled.person_id))
    if following is not None and FACTS.index(following) > FACTS.index(fact):
        return _question(ask, following)
    return await show(replace(ask, args=("all",)))


async def of_patient(ask: Ask) -> Reply:
    """What bears on a patient's red flags, for the therapist to complete."""
    mine = await card.found(ask)
    return await unknown(ask) if mine is None else await _of(ask, *mine)


async def _of(ask: Ask, patient: Patient, person: Person, note: str | None = None) -> Reply:
    found = await profiles.facts(ask.session, patient.person_id)
    known = await profiles.problems(ask.session, patient.person_id, now=ask.now)
    problems = [
        ask.say("profile.problem", name=_name(ask, flag), day=ask.say.day(row.until.date()), note=row.note or "–")
        for flag, row in known.items()
    ]
    text = paragraphs(
        ask.say("card.head", name=person.first_name, code=patient.code),
        _listed(ask, {fact: row.said for fact, row in found.items()}) or ask.say("profile.nothing"),
        lines(ask.say("profile.problems"), *problems) if problems else None,
        note,
    )
    mine = str(patient.person_id)
    yes = {fact for fact, row in found.items() if row.said == Said.YES}
    facts = [
        Button(_ticked(ask, ask.say.label(f"profile.fact.{fact}"), fact in yes), "profile.set", (mine, fact))
        for fact in FACTS
    ]
    known_button = Button(ask.say.label("profile.known"), "profile.problems", (mine,))
    back = Button(ask.say.label("profile.card"), "patients.card", (mine,))
    return Reply(text, buttons=(*choices.pairs(facts), (known_button,), (back,)), instead=True)


def _ticked(ask: Ask, label: str, ticked: bool) -> str:
    return ask.say.label("checkin.ticked" if ticked else "checkin.unticked", label=label)


def _name(ask: Ask, flag: str) -> str:
    item = ask.content.red_flags.get(flag)
    return item.text(ask.person.language).label if item is not None else flag


async def set_fact(ask: Ask) -> Reply:
    """The therapist ticks a fact, or says that it does not hold."""
    mine = await card.found(ask)
    if mine is None or len(ask.args) != 2 or ask.args[1] not in FACTS:
        return await unknown(ask)
    row = (await profiles.facts(ask.session, mine[0].person_id)).get(ask.args[1])
    said = Said.NO if row is not None and row.said == Said.YES else Said.YES
    await suiting.say(ask.session, ask.content, mine[0], ask.args[1], said, ask.person, now=ask.now)
    return await _of(ask, *mine)


async def problems(ask: Ask) -> Reply:
    """The red flags whose question may say 'worse than your usual?', because the problem is long known."""
    mine = await card.found(ask)
    if mine is None:
        return await unknown(ask)
    known = await profiles.problems(ask.session, mine[0].person_id, now=ask.now)
    number = str(mine[0].person_id)
    rows = tuple(
        (Button(_ticked(ask, _name(ask, item.flag), item.flag in known), "profile.know", (number, item.flag)),)
        for item in ask.content.weekly_items()
        if not item.after
    )
    back = Button(ask.say.label("profile.back"), "profile.of", (number,))
    return Reply(ask.say("profile.know_ask"), buttons=(*rows, (back,)), instead=True)


async def know(ask: Ask) -> Reply:
    """Tick a long-standing problem for 90 days and ask for a note, or take the tick back."""
    mine = await card.found(ask)
    if mine is None or len(ask.args) != 2 or ask.args[1] not in ask.content.red_flags:
        return await unknown(ask)
    patient, flag = mine[0], ask.args[1]
    if flag in await profiles.problems(ask.session, patient.person_id, now=ask.now):
        await profiles.forget(ask.session, patient.person_id, flag, now=ask.now)
        return await problems(ask)
    await profiles.mark_known(ask.session, patient, flag, ask.person, now=ask.now)
    ask.person.asking = "known_note"
    return await _of(ask, *mine, note=ask.say("profile.note_ask", name=_name(ask, flag)))


async def note(ask: Ask) -> Reply:
    """The therapist's words to the problem that was ticked last."""
    ask.person.asking = None
    kept = await profiles.note_last(ask.session, ask.person, ask.text[:NOTE_LENGTH], now=ask.now)
    return Reply(ask.say("profile.noted")) if kept else await unknown(ask)


TAPS = (
    Tap("profile.show", show, PATIENTS),
    Tap("profile.ask", question, PATIENTS),
    Tap("profile.say", say, PATIENTS),
    Tap("profile.of", of_patient, THERAPISTS),
    Tap("profile.set", set_fact, THERAPISTS),
    Tap("profile.problems", problems, THERAPISTS),
    Tap("profile.know", know, THERAPISTS),
)
TYPED = (Typed("known_note", note, THERAPISTS, for_others=True),)
