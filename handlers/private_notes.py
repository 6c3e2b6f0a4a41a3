"""Private notes on a patient: written, read, and one's own deleted. The patient never sees them."""

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.message import Button, Rows
from bot.models import Patient, Person, PrivateNote
from bot.services import caseload, private_notes
from handlers import card
from handlers.ask import THERAPISTS, Ask, Reply, Tap, Typed
from handlers.everyone import unknown

ASKING = "private_note"


async def show(ask: Ask) -> Reply:
    """The notes on a patient, the newest first."""
    found = await card.found(ask)
    page = ask.args[1] if len(ask.args) > 1 else "0"
    if found is None or not page.isdecimal():
        return await unknown(ask)
    if (ask.person.asking or "").startswith(ASKING):
        ask.person.asking = None
    return await _shown(ask, *found, page=int(page), instead=len(ask.args) > 1)


async def _shown(
    ask: Ask, patient: Patient, person: Person, *, page: int = 0, head: Html | None = None, instead: bool = False
) -> Reply:
    skip = page * private_notes.SHOWN
    known = await private_notes.latest(ask.session, patient.person_id, skip=skip)
    many = await private_notes.count(ask.session, patient.person_id)
    mine = str(patient.person_id)
    write_button = Button(ask.say.label("notes.write"), "notes.write", (mine,))
    text = paragraphs(
        head,
        lines(ask.say("notes.head", name=person.first_name, code=patient.code), ask.say("notes.whose")),
        *(_one(ask, note, author) for note, author in known),
        ask.say("notes.none") if not known else None,
    )
    turns = _turns(ask, mine, page, many)
    deleting = await _deleting(ask, mine, known)
    return Reply(text, buttons=((write_button,), *deleting, *turns, (card.back(ask, person.id),)), instead=instead)


def _one(ask: Ask, note: PrivateNote, author: Person) -> Html:
    local = wall.local(note.written_at, ask.zone).date()
    when, time = ask.say.day(local), ask.say.time(note.written_at, ask.zone)
    return ask.say("notes.line", number=note.id, day=when, time=time, name=author.first_name, text=note.text)


async def _deleting(ask: Ask, mine: str, known: list[tuple[PrivateNote, Person]]) -> Rows:
    own = [note for note, author in known if author.id == ask.person.id]
    buttons = [
        Button(ask.say.label("notes.delete", number=note.id), "notes.delete", (mine, str(note.id))) for note in own
    ]
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


def _turns(ask: Ask, mine: str, page: int, many: int) -> Rows:
    older = (page + 1) * private_notes.SHOWN < many
    turns = [("notes.newer", page - 1, page > 0), ("notes.older", page + 1, older)]
    found = [Button(ask.say.label(key), "notes.show", (mine, str(to))) for key, to, there in turns if there]
    return (tuple(found),) if found else ()


async def write(ask: Ask) -> Reply:
    """Ask for the words of a note."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    ask.person.asking = f"{ASKING}~{patient.person_id}"
    back = Button(ask.say.label("notes.cancel"), "notes.show", (str(patient.person_id),))
    return Reply(ask.say("notes.ask", name=person.first_name, code=patient.code), buttons=((back,),), asks=True)


async def written(ask: Ask) -> Reply:
    """Keep what was typed, if the patient is still this therapist's."""
    number = (ask.person.asking or "").partition("~")[2]
    ask.person.asking = None
    found = await caseload.mine(ask.session, ask.person.id, int(number), now=ask.now) if number.isdecimal() else None
    if found is None:
        return await unknown(ask)
    note = await private_notes.write(ask.session, found[0].person_id, ask.person, ask.text, now=ask.now)
    return await _shown(ask, *found, head=ask.say("notes.kept") if note is not None else None)


async def delete(ask: Ask) -> Reply:
    """Delete a note of one's own."""
    found = await card.found(ask)
    note = ask.args[1] if len(ask.args) == 2 else ""
    if found is None or not note.isdecimal():
        return await unknown(ask)
    patient, person = found
    gone = await private_notes.delete(ask.session, patient.person_id, int(note), ask.person, now=ask.now)
    return await _shown(
        ask, patient, person, head=ask.say("notes.deleted" if gone else "notes.not_yours"), instead=True
    )


TAPS = (
    Tap("notes.show", show, THERAPISTS),
    Tap("notes.write", write, THERAPISTS),
    Tap("notes.delete", delete, THERAPISTS),
)
TYPED = (Typed(ASKING, written, THERAPISTS, for_others=True),)
