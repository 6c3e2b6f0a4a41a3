"""A therapist writes to one patient: a ready-made message or own words, seen once more before they go."""

from datetime import datetime

from bot.content import Html, lines, paragraphs
from bot.domain.lengths import units
from bot.domain.message import Button, Rows
from bot.models import Letter, Patient, Person
from bot.services import caseload, cases, letter_words, letters
from bot.services.letters import Refusal
from handlers import card
from handlers.ask import THERAPISTS, Ask, Reply, Tap, Typed
from handlers.everyone import unknown

ASKING = "letter_words"


async def choose(ask: Ask) -> Reply:
    """Which message: the ready-made ones, or own words."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    stop_asking(ask)
    return await _refused(ask, *found) or await _choices(ask, *found)


def stop_asking(ask: Ask) -> None:
    """What is typed next is no message any more."""
    if (ask.person.asking or "").startswith(ASKING):
        ask.person.asking = None


def zone_of(ask: Ask, person: Person) -> str:
    """On whose clock a therapist reads: their own; the patient's while nobody knows theirs."""
    return ask.person.zone or person.zone or "UTC"


async def _refused(ask: Ask, patient: Patient, person: Person) -> Reply | None:
    """Why nothing can be written to this patient now; None when it can."""
    why = await letters.refusal(ask.session, ask.content, ask.person, patient, person, now=ask.now)
    if why is None:
        return None
    back = ((card.back(ask, person.id),),)
    if why is not Refusal.ENOUGH:
        return Reply(ask.say(f"letters.refused.{why}", name=person.first_name), buttons=back)
    at = await letters.again_at(ask.session, ask.content, ask.person, patient, now=ask.now)
    assert at is not None
    zone = zone_of(ask, person)
    day, time = ask.say.day_of(at, zone), ask.say.time(at, zone)
    n = ask.content.policy.letters_a_day
    return Reply(ask.say("letters.refused.enough", name=person.first_name, n=n, day=day, time=time), buttons=back)


async def _choices(ask: Ask, patient: Patient, person: Person) -> Reply:
    mine, language = str(patient.person_id), ask.person.language
    text = paragraphs(
        ask.say("letters.choose", name=person.first_name, code=patient.code), *await _warnings(ask, patient, person)
    )
    ready = [
        (Button(phrase.text(language).name, "letters.phrase", (mine, phrase.id)),)
        for phrase in ask.content.phrases.values()
    ]
    own = (Button(ask.say.label("letters.own"), "letters.own", (mine,)),)
    return Reply(text, buttons=(own, *ready, (card.back(ask, person.id),)))


async def _warnings(ask: Ask, patient: Patient, person: Person) -> list[Html]:
    """What to know before writing: an open case, another language."""
    grave = await cases.gravest_open(ask.session, patient.person_id)
    theirs = ask.content.say(person.language)
    return [
        *([ask.say("letters.case_open")] if grave is not None else []),
        *(
            [ask.say("letters.reads", name=person.first_name, language=theirs.language_name())]
            if theirs.language != ask.say.language
            else []
        ),
    ]


async def phrase(ask: Ask) -> Reply:
    """A ready-made message, to be looked at."""
    found, name = await card.found(ask), ask.args[1] if len(ask.args) > 1 else ""
    if found is None or name not in ask.content.phrases:
        return await unknown(ask)
    patient, person = found
    refused = await _refused(ask, patient, person)
    if refused is not None:
        return refused
    letter = await letters.draft(ask.session, patient.person_id, ask.person.id, phrase=name, now=ask.now)
    return _preview(ask, letter, patient, person, instead=True)


async def own(ask: Ask) -> Reply:
    """Ask for own words."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    refused = await _refused(ask, patient, person)
    if refused is not None:
        return refused
    ask.person.asking = f"{ASKING}~{patient.person_id}"
    most = ask.content.policy.letter_length
    text = ask.say("letters.ask", name=person.first_name, code=patient.code, most=most)
    return Reply(text, buttons=((_leave_it(ask, patient),),), asks=True)


def _leave_it(ask: Ask, patient: Patient, letter: Letter | None = None) -> Button:
    number = (str(letter.id),) if letter is not None else ()
    return Button(ask.say.label("letters.leave"), "letters.drop", (str(patient.person_id), *number))


async def written(ask: Ask) -> Reply:
    """Keep what was typed as a draft, if the patient is still this therapist's, and show it as the patient reads it."""
    number = (ask.person.asking or "").partition("~")[2]
    found = await caseload.mine(ask.session, ask.person.id, int(number), now=ask.now) if number.isdecimal() else None
    if found is None:
        ask.person.asking = None
        return await unknown(ask)
    patient, person = found
    text, most = ask.text.strip(), ask.content.policy.letter_length
    back = ((_leave_it(ask, patient),),)
    if not text or ask.photo is not None:
        return Reply(ask.say("letters.no_words"), buttons=back)
    if units(text) > most:
        return Reply(ask.say("letters.too_long", n=units(text), most=most), buttons=back)
    ask.person.asking = None
    letter = await letters.draft(ask.session, patient.person_id, ask.person.id, text=text, now=ask.now)
    return _preview(ask, letter, patient, person)


def _preview(ask: Ask, letter: Letter, patient: Patient, person: Person, *, instead: bool = False) -> Reply:
    """The message as the patient will read it, and when it comes."""
    name, (way, values) = person.first_name, _comes(ask, patient, person)
    meaning = letter_words.text_of(ask.content, letter, ask.person.language)
    foreign = letter.phrase is not None and person.language != ask.person.language
    text = paragraphs(
        ask.say("letters.preview", name=name),
        letter_words.preview(ask.content, letter, ask.person, patient, person.language),
        ask.say("letters.meaning", text=meaning) if foreign else None,
        lines(ask.say("letters.nothing_sent"), ask.say(f"letters.goes.{way}", **values)),
    )
    return Reply(text, buttons=_decide(ask, letter, patient), instead=instead)


def _decide(ask: Ask, letter: Letter, patient: Patient) -> Rows:
    mine = (str(patient.person_id), str(letter.id))
    change = "letters.choose" if letter.phrase is not None else "letters.own"
    return (
        (Button(ask.say.label("letters.send"), "letters.send", mine, style="success"),),
        (Button(ask.say.label("letters.change"), change, mine[:1]), _leave_it(ask, patient, letter)),
    )


def _comes(ask: Ask, patient: Patient, person: Person) -> tuple[str, dict[str, str]]:
    """When it comes, as (a key's last part, its values): at once, or after quiet hours or a pause, on their clock."""
    at = letters.comes_at(patient, person, now=ask.now)
    if not isinstance(at, datetime) or at <= ask.now:
        return "now", {"name": person.first_name}
    zone = person.zone or "UTC"
    paused = patient.paused_until is not None and ask.now < patient.paused_until
    day, time = ask.say.day_of(at, zone), ask.say.time(at, zone)
    return "paused" if paused else "quiet", {"name": person.first_name, "day": day, "time": time}


async def send(ask: Ask) -> Reply:
    """Let the message go, which was seen."""
    found = await card.found(ask)
    number = ask.args[1] if len(ask.args) > 1 else ""
    if found is None or not number.isdecimal():
        return await unknown(ask)
    patient, person = found
    letter = await letters.drafted(ask.session, patient.person_id, ask.person.id, int(number))
    if letter is None:
        return Reply(ask.say("letters.gone"), buttons=_after(ask, patient))
    refused = await _refused(ask, patient, person)
    if refused is not None:
        return refused
    await letters.send(ask.session, ask.content, letter, patient, person, now=ask.now)
    way, values = _comes(ask, patient, person)
    text = lines(ask.say(f"letters.sent.{way}", **values), ask.say("letters.sent_then", name=person.first_name))
    return Reply(text, buttons=_after(ask, patient), instead=True)


def _after(ask: Ask, patient: Patient) -> Rows:
    thread = Button(ask.say.label("letters.button"), "letters.show", (str(patient.person_id),))
    return ((thread, card.back(ask, patient.person_id)),)


async def drop(ask: Ask) -> Reply:
    """Send nothing; a draft that is newer than the one whose button this is stays."""
    found, number = await card.found(ask), ask.args[1] if len(ask.args) > 1 else ""
    if found is None:
        return await unknown(ask)
    stop_asking(ask)
    mine = found[0].person_id
    if number.isdecimal() and await letters.drafted(ask.session, mine, ask.person.id, int(number)) is not None:
        await letters.drop(ask.session, mine, ask.person.id)
    return Reply(ask.say("letters.left"), buttons=((card.back(ask, found[1].id),),), instead=True)


TAPS = (
    Tap("letters.choose", choose, THERAPISTS),
    Tap("letters.phrase", phrase, THERAPISTS),
    Tap("letters.own", own, THERAPISTS),
    Tap("letters.send", send, THERAPISTS),
    Tap("letters.drop", drop, THERAPISTS),
)
TYPED = (Typed(ASKING, written, THERAPISTS, for_others=True),)
