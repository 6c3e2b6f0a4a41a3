"""A broadcast on its way: undo, approve, pause, resume, cancel. Each shows in its live message; a notice says the rest."""

from collections.abc import Awaitable, Callable

from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import Broadcast, Person
from bot.services import broadcast_live, broadcasts, outbox
from bot.services.broadcasts import Refusal
from handlers.ask import ADMINS, Ask, Reply, Tap
from handlers.broadcast_draft import found, screen
from handlers.everyone import unknown

Verb = Callable[[Ask, Broadcast], Awaitable[Refusal | None]]


async def _shown(ask: Ask, verb: Verb, done: str) -> Reply:
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    refusal = await verb(ask, row)
    await broadcast_live.refresh(ask.session, ask.content, row, now=ask.now)
    if refusal is not None:
        return Reply(toast=ask.say.label(f"bc.late.{refusal}"), alarm=True)
    return Reply(toast=ask.say.label(done))


async def undo(ask: Ask) -> Reply:
    """A draft again, while nothing has left."""
    reply = await _shown(ask, lambda ask, row: broadcasts.undo(ask.session, row.id, ask.person, now=ask.now), "bc.did.undone")
    row = await found(ask)
    return await screen(ask, row, instead=False) if row is not None and not reply.alarm else reply


async def pause(ask: Ask) -> Reply:
    """Nothing more leaves until somebody goes on."""
    return await _shown(ask, lambda ask, row: broadcasts.pause(ask.session, row.id, ask.person, now=ask.now), "bc.did.paused")


async def resume(ask: Ask) -> Reply:
    """On it goes, also when it had stopped by itself."""
    return await _shown(ask, lambda ask, row: broadcasts.resume(ask.session, row.id, ask.person, now=ask.now), "bc.did.resumed")


async def cancel(ask: Ask) -> Reply:
    """Nothing more leaves, for good."""
    return await _shown(ask, lambda ask, row: broadcasts.cancel(ask.session, row.id, ask.person, now=ask.now), "bc.did.cancelled")


async def approve(ask: Ask) -> Reply:
    """The second admin lets it go; the first hears of it."""
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    refusal = await broadcasts.approve(ask.session, ask.content, row.id, ask.person, now=ask.now)
    if refusal is not None:
        return Reply(toast=ask.say.label(f"bc.late.{refusal}"), alarm=True)
    await _tell_the_first(ask, row, "bc.approve.approved")
    await broadcast_live.place(ask.session, ask.content, row, ask.person, now=ask.now)
    await broadcast_live.refresh(ask.session, ask.content, row, now=ask.now)
    return Reply(ask.say("bc.approve.thanks"), instead=True)


async def decline(ask: Ask) -> Reply:
    """The second admin sends it back: a draft again, with all that was written."""
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    refusal = await broadcasts.undo(ask.session, row.id, ask.person, now=ask.now)
    if refusal is not None:
        return Reply(toast=ask.say.label(f"bc.late.{refusal}"), alarm=True)
    await _tell_the_first(ask, row, "bc.approve.declined")
    await broadcast_live.refresh(ask.session, ask.content, row, now=ask.now)
    return Reply(ask.say("bc.approve.sent_back"), instead=True)


async def _tell_the_first(ask: Ask, row: Broadcast, key: str) -> None:
    first = await ask.session.get(Person, row.scheduled_by or row.created_by)
    if first is not None:
        words = ask.content.say(first.language)(key, name=ask.person.first_name, n=row.size)
        to = outbox.Address(first.telegram_id)
        await outbox.queue(ask.session, to, Kind.REPLY, Message(words), now=ask.now)


TAPS = (
    Tap("bc.undo", undo, ADMINS),
    Tap("bc.pause", pause, ADMINS),
    Tap("bc.resume", resume, ADMINS),
    Tap("bc.cancel", cancel, ADMINS),
    Tap("bc.approve", approve, ADMINS),
    Tap("bc.decline", decline, ADMINS),
)
