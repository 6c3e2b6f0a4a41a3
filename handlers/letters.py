"""The messages between a patient and who treats them, as a therapist reads them."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.message import Button, Message, Rows
from bot.models import OutboxState, Patient, Person
from bot.services import correspondence, letter_words, letters
from bot.services.correspondence import SHOWN, Shown
from handlers import card, writing
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

WAITING = (OutboxState.QUEUED, OutboxState.SENDING)


async def show(ask: Ask) -> Reply:
    """The last messages, the newest at the end. What is on the screen counts as read."""
    found = await card.found(ask)
    page = ask.args[1] if len(ask.args) > 1 else "0"
    if found is None or not page.isdecimal():
        return await unknown(ask)
    writing.stop_asking(ask)
    return await _screen(ask, *found, page=int(page), instead=len(ask.args) > 1)


async def _screen(
    ask: Ask, patient: Patient, person: Person, *, page: int = 0, head: Html | None = None, instead: bool = False
) -> Reply:
    shown, many = await correspondence.latest(ask.session, patient.person_id, skip=page * SHOWN)
    text = paragraphs(
        head,
        lines(
            ask.say("letters.head", name=person.first_name, code=patient.code),
            ask.say("letters.kept", n=ask.content.policy.letter_days),
        ),
        *(_one(ask, one, person) for one in shown),
        ask.say("letters.none") if not shown else None,
    )
    correspondence.read(ask.session, patient.person_id, shown, ask.person, now=ask.now)
    mine = str(patient.person_id)
    write = (Button(ask.say.label("letters.write", name=person.first_name), "letters.choose", (mine,)),)
    rows = (write, *_taking_back(ask, person, shown), *_turns(ask, mine, page, many), (card.back(ask, person.id),))
    return Reply(message=Message(text, rows, protected=True), instead=instead)


def _one(ask: Ask, one: Shown, person: Person) -> Html:
    """Who wrote when, what became of it, and the words."""
    letter, say = one.letter, ask.say
    assert letter.written_at is not None
    zone = writing.zone_of(ask, person)
    at = wall.local(letter.written_at, zone)
    text = letter_words.text_of(ask.content, letter, ask.person.language)
    return lines(
        say("letters.line", name=one.author.first_name, day=say.day(at.date()), time=f"{at:%H:%M}"),
        say("letters.flagged") if letter.flagged else None,
        say("letters.words", text=text) if text is not None else say("letters.deleted"),
        _state(ask, one, person) if one.row is not None else None,
    )


def _state(ask: Ask, one: Shown, person: Person) -> Html:
    """What became of a message to the patient."""
    row, read = one.row, one.letter.read_at
    assert row is not None
    if one.answered:
        return ask.say("letters.state.answered")
    if read is not None:
        return ask.say("letters.state.read", time=_on(ask, read, person))
    if row.state == OutboxState.SENT and row.sent_at is not None:
        return ask.say("letters.state.sent", time=_on(ask, row.sent_at, person))
    if row.state in WAITING and row.not_before > ask.now:
        zone = person.zone or "UTC"
        day, time = ask.say.day_of(row.not_before, zone), ask.say.time(row.not_before, zone)
        return ask.say("letters.state.waiting", name=person.first_name, day=day, time=time)
    if row.state in WAITING:
        return ask.say("letters.state.going")
    return ask.say("letters.state.taken_back" if row.reason == letters.TAKEN_BACK else "letters.state.lost")


def _on(ask: Ask, at: datetime, person: Person) -> str:
    zone = writing.zone_of(ask, person)
    return f"{ask.say.day_of(at, zone)}, {ask.say.time(at, zone)}"


def _taking_back(ask: Ask, person: Person, shown: Sequence[Shown]) -> Rows:
    """A button for each message of one's own that has not left."""
    own = [
        one.letter
        for one in shown
        if one.row is not None and one.row.state == OutboxState.QUEUED and one.author.id == ask.person.id
    ]
    labels = [
        ask.say.label("letters.take_back", time=_on(ask, one.written_at or one.drafted_at, person)) for one in own
    ]
    return tuple(
        (Button(label, "letters.back", (str(person.id), str(one.id))),) for label, one in zip(labels, own, strict=True)
    )


def _turns(ask: Ask, mine: str, page: int, many: int) -> Rows:
    older = (page + 1) * SHOWN < many
    turns = [("notes.newer", page - 1, page > 0), ("notes.older", page + 1, older)]
    found = [Button(ask.say.label(key), "letters.show", (mine, str(to))) for key, to, there in turns if there]
    return (tuple(found),) if found else ()


async def back(ask: Ask) -> Reply:
    """Take a message back that has not left yet."""
    found = await card.found(ask)
    number = ask.args[1] if len(ask.args) > 1 else ""
    if found is None or not number.isdecimal():
        return await unknown(ask)
    taken = await letters.take_back(ask.session, found[0].person_id, int(number), ask.person, now=ask.now)
    head = ask.say("letters.taken_back" if taken else "letters.too_late")
    return await _screen(ask, *found, head=head, instead=True)


TAPS = (Tap("letters.show", show, THERAPISTS), Tap("letters.back", back, THERAPISTS))
