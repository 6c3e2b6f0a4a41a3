"""The giver's side: one patient to a colleague for good or together, and an admin a whole caseload."""

from bot.content import Html, lines, paragraphs
from bot.domain.handing_over import Refusal
from bot.domain.message import Button, Rows
from bot.models import Handover, HandoverKind, HandoverState, Patient, Person
from bot.models.person import Role
from bot.services import care, cases, covers, handover_offers, handovers, people
from bot.services.handover_offers import Proposal
from handlers import card, choices
from handlers.ask import ADMINS, TEAM, THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

KINDS = (HandoverKind.TRANSFER, HandoverKind.SHARE)
MOST = 30


async def show(ask: Ask) -> Reply:
    """Who looks after a patient, and the ways to change it."""
    found = await card.found(ask)
    return await unknown(ask) if found is None else await _show(ask, *found, instead=False)


async def _show(ask: Ask, patient: Patient, person: Person, *, instead: bool) -> Reply:
    names = ", ".join(one.first_name for one in await care.carers(ask.session, patient, now=ask.now))
    therapist = await cases.person_of(ask.session, patient.therapist_id) if patient.therapist_id else None
    alive = await handovers.about(ask.session, patient.person_id)
    text = paragraphs(
        ask.say("card.head", name=person.first_name, code=patient.code),
        lines(
            ask.say("handover.therapist", name=therapist.first_name) if therapist else None,
            ask.say("handover.told", names=names) if names else ask.say("handover.told_team"),
            *[await _line(ask, one) for one in alive],
        ),
        ask.say("handover.until_then"),
    )
    return Reply(text, buttons=(*await _ways(ask, patient, alive), (card.back(ask, person.id),)), instead=instead)


async def _line(ask: Ask, row: Handover) -> Html:
    name = (await cases.person_of(ask.session, row.receiver_id)).first_name
    return ask.say(f"handover.{row.state}.{row.kind}", name=name)


async def _ways(ask: Ask, patient: Patient, alive: list[Handover]) -> Rows:
    """The therapist may offer and take back; a co-therapist may step back; who covers may do neither."""
    mine, rows = patient.therapist_id == ask.person.id, []
    if mine:
        rows += [
            (Button(ask.say.label(f"handover.ways.{kind}"), "handover.choose", (str(patient.person_id), kind)),)
            for kind in KINDS
        ]
    for row in alive:
        name = (await cases.person_of(ask.session, row.receiver_id)).first_name
        if row.state == HandoverState.OFFERED and ask.person.id in (row.giver_id, row.offered_by):
            rows.append((Button(ask.say.label("handover.withdraw", name=name), "handover.withdraw", (str(row.id),)),))
        if row.state == HandoverState.ACCEPTED and (mine or row.receiver_id == ask.person.id):
            rows.append((Button(ask.say.label("handover.end", name=name), "handover.end", (str(row.id),)),))
    return tuple(rows)


async def _own(ask: Ask) -> tuple[Patient, HandoverKind] | None:
    """The patient and the kind that a button names: a therapist gives away only what is theirs."""
    found, kind = await card.found(ask), ask.args[1] if len(ask.args) > 1 else ""
    if found is None or found[0].therapist_id != ask.person.id or kind not in KINDS:
        return None
    return found[0], HandoverKind(kind)


async def choose(ask: Ask) -> Reply:
    """Which colleague."""
    own = await _own(ask)
    if own is None:
        return await unknown(ask)
    patient, kind = own
    action = "handover.offer"
    return await colleagues(ask, ask.person.id, kind, action, (str(patient.person_id), kind))


async def colleagues(ask: Ask, giver_id: int, key: str, action: str, args: tuple[str, ...]) -> Reply:
    """The therapists who can be reached, but for the giver; a tap offers it to one."""
    others = [one for one in await people.with_role(ask.session, Role.THERAPIST) if one.id != giver_id]
    if not others:
        return Reply(ask.say("handover.alone"))
    buttons = [Button(one.first_name or "–", action, (*args, str(one.id))) for one in others[:MOST]]
    return Reply(ask.say(f"handover.choose.{key}"), buttons=choices.pairs(buttons), instead=True)


async def offer(ask: Ask) -> Reply:
    """Offer one patient to a colleague; nothing moves before they have read the packet and taken over."""
    own = await _own(ask)
    receiver = ask.args[2] if len(ask.args) > 2 else ""
    if own is None or not receiver.isdecimal():
        return await unknown(ask)
    patient, kind = own
    proposal = Proposal(kind, ask.person.id, patient.person_id)
    return await made(ask, proposal, int(receiver))


async def made(ask: Ask, proposal: Proposal, receiver_id: int) -> Reply:
    """Make an offer, or say why it cannot be made; then nothing has changed."""
    row = await handover_offers.offer(ask.session, ask.content, proposal, receiver_id, ask.person.id, now=ask.now)
    if isinstance(row, Refusal):
        return Reply(ask.say(f"handover.refused.{row}"), instead=True)
    name = (await cases.person_of(ask.session, receiver_id)).first_name
    back = Button(ask.say.label("handover.withdraw", name=name), "handover.withdraw", (str(row.id),))
    return Reply(ask.say("handover.asked", name=name), buttons=((back,),), instead=True)


async def withdraw(ask: Ask) -> Reply:
    """Take an offer back."""
    row = await _named(ask)
    if row is None or ask.person.id not in (row.giver_id, row.offered_by):
        return await unknown(ask)
    done = await handovers.withdraw(ask.session, ask.content, row, ask.person, now=ask.now)
    return Reply(ask.say("handover.taken_back" if done else "handover.over"), instead=True)


async def _named(ask: Ask) -> Handover | None:
    number = ask.args[0] if ask.args else ""
    return await ask.session.get(Handover, int(number)) if number.isdecimal() else None


async def end(ask: Ask) -> Reply:
    """End a cover or a co-therapy before its time."""
    row = await _named(ask)
    if row is None or not await handovers.end(ask.session, ask.content, row, ask.person, now=ask.now):
        return await unknown(ask)
    if row.kind == HandoverKind.COVER:
        await covers.end_now(ask.session, ask.content, row, now=ask.now)
    return Reply(ask.say("handover.you_ended"), instead=True)


async def whole(ask: Ask) -> Reply:
    """An admin hands over everybody of one therapist, as of one who leaves: to whom?"""
    number = ask.args[0] if ask.args else ""
    if not number.isdecimal() or await ask.session.get(Person, int(number)) is None:
        return await unknown(ask)
    action = "caseload.offer"
    return await colleagues(ask, int(number), "all", action, (number,))


async def offer_whole(ask: Ask) -> Reply:
    """Offer all patients of a therapist; that therapist is told."""
    if len(ask.args) != 2 or not all(number.isdecimal() for number in ask.args):
        return await unknown(ask)
    giver = await ask.session.get(Person, int(ask.args[0]))
    if giver is None:
        return await unknown(ask)
    return await made(ask, Proposal(HandoverKind.TRANSFER, giver.id), int(ask.args[1]))


TAPS = (
    Tap("handover.show", show, THERAPISTS),
    Tap("handover.choose", choose, THERAPISTS),
    Tap("handover.offer", offer, THERAPISTS),
    Tap("handover.withdraw", withdraw, TEAM),
    Tap("handover.end", end, THERAPISTS),
    Tap("caseload.choose", whole, ADMINS),
    Tap("caseload.offer", offer_whole, ADMINS),
)
