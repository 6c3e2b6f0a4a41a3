"""A broadcast on its way, or gone: undo, approve, pause, resume, cancel, try again, take back, correct."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.lanes import Kind
from bot.domain.markup import Fault
from bot.domain.message import Button, Message
from bot.models import Broadcast, Person
from bot.services import broadcast_life, broadcast_live, broadcast_rewriting, broadcasts, outbox
from bot.services.broadcast_life import Refusal
from handlers.ask import ADMINS, Ask, Reply, Tap, Typed
from handlers.broadcast_draft import found, screen
from handlers.broadcast_text import as_html, refused
from handlers.everyone import unknown

CORRECT = "bc.correct"
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
    reply = await _shown(
        ask, lambda ask, row: broadcast_life.undo(ask.session, row.id, ask.person, now=ask.now), "bc.did.undone"
    )
    row = await found(ask)
    return await screen(ask, row, instead=False) if row is not None and not reply.alarm else reply


async def pause(ask: Ask) -> Reply:
    """Nothing more leaves until somebody goes on."""
    return await _shown(
        ask, lambda ask, row: broadcast_life.pause(ask.session, row.id, ask.person, now=ask.now), "bc.did.paused"
    )


async def resume(ask: Ask) -> Reply:
    """On it goes, also when it had stopped by itself."""
    return await _shown(
        ask, lambda ask, row: broadcast_life.resume(ask.session, row.id, ask.person, now=ask.now), "bc.did.resumed"
    )


async def cancel(ask: Ask) -> Reply:
    """Nothing more leaves, for good."""
    return await _shown(
        ask, lambda ask, row: broadcast_life.cancel(ask.session, row.id, ask.person, now=ask.now), "bc.did.cancelled"
    )


async def retry(ask: Ask) -> Reply:
    """Try again what Telegram did not take, and nothing else."""

    async def again(ask: Ask, row: Broadcast) -> Refusal | None:
        found = await broadcast_rewriting.retry_failed(ask.session, row.id, ask.person, now=ask.now)
        return found if isinstance(found, Refusal) else None

    return await _shown(ask, again, "bc.did.retried")


async def recall(ask: Ask) -> Reply:
    """Take back what was sent; asked once more, since nobody can read it after."""
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    if ask.args[1:] != ("yes",):
        sure = Button(ask.say.label("bc.recall.yes"), "bc.recall", (str(row.id), "yes"), style="danger")
        return Reply(ask.say("bc.recall.sure"), buttons=((sure,),))
    refusal = await broadcast_rewriting.recall(ask.session, row.id, ask.person, now=ask.now)
    await broadcast_live.refresh(ask.session, ask.content, row, now=ask.now)
    if refusal is not None:
        return Reply(toast=ask.say.label(f"bc.late.{refusal}"), alarm=True)
    return Reply(ask.say("bc.recall.done"), instead=True)


async def correct(ask: Ask) -> Reply:
    """Ask for the corrected words of one language."""
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    texts = await broadcasts.texts(ask.session, row.id)
    language = ask.args[1] if len(ask.args) > 1 else ""
    if language not in texts:
        keys = [Button(ask.content.say(code).language_name(), CORRECT, (str(row.id), code)) for code in texts]
        return Reply(ask.say("bc.correct.which"), buttons=(tuple(keys),))
    ask.person.asking = f"{CORRECT}~{row.id}~{language}"
    name = ask.content.say(language).language_name()
    return Reply(ask.say("bc.correct.ask", language=name), instead=True, also=(Message(texts[language]),))


async def corrected(ask: Ask) -> Reply:
    """The corrected words: they go to who is still to get it, and into what was sent."""
    _, number, language = (*(ask.person.asking or "").split("~"), "", "")[:3]
    row = await found(replace(ask, args=(number,)))
    if row is None:
        ask.person.asking = None
        return await unknown(ask)
    words = as_html(ask)
    wrong = await broadcast_rewriting.correct(ask.session, row.id, language, words, ask.person, now=ask.now)
    if isinstance(wrong, Fault):
        return refused(ask, row, wrong)
    ask.person.asking = None
    if wrong is not None:
        return Reply(ask.say(f"bc.late.{wrong}"))
    await broadcast_live.refresh(ask.session, ask.content, row, now=ask.now)
    return Reply(ask.say("bc.correct.done"))


async def approve(ask: Ask) -> Reply:
    """The second admin lets it go; the first hears of it."""
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    refusal = await broadcast_life.approve(ask.session, ask.content, row.id, ask.person, now=ask.now)
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
    refusal = await broadcast_life.undo(ask.session, row.id, ask.person, now=ask.now)
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
    Tap("bc.retry", retry, ADMINS),
    Tap("bc.recall", recall, ADMINS),
    Tap(CORRECT, correct, ADMINS),
    Tap("bc.approve", approve, ADMINS),
    Tap("bc.decline", decline, ADMINS),
)
TYPED = (Typed(CORRECT, corrected, ADMINS, for_others=True),)
