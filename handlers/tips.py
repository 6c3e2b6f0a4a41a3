"""Education tips, from the library to every patient who may have one."""

from bot.content import lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.services import broadcast_account, broadcast_words, outbox, tips
from handlers.ask import ADMINS, Ask, Command, Reply, Tap

A_PAGE = 8


async def choose(ask: Ask) -> Reply:
    """The tips, a page at a time."""
    start = int(ask.args[0]) if ask.args and ask.args[0].isdecimal() else 0
    known = list(ask.content.tips.values())
    shown = known[start : start + A_PAGE]
    rows = [(Button(tip.text(ask.person.language).title, "tip.preview", (tip.id,)),) for tip in shown]
    turn = []
    if start > 0:
        turn.append(Button(ask.say.label("tip.earlier"), "tip.page", (str(max(start - A_PAGE, 0)),)))
    if start + A_PAGE < len(known):
        turn.append(Button(ask.say.label("tip.more"), "tip.page", (str(start + A_PAGE),)))
    buttons = (*rows, tuple(turn)) if turn else tuple(rows)
    return Reply(ask.say("tip.choose"), buttons=buttons, instead=bool(ask.args))


async def preview(ask: Ask) -> Reply:
    """A tip as its readers will see it, and to how many it would go."""
    tip = ask.args[0] if ask.args else ""
    if tip not in ask.content.tips:
        return await choose(ask)
    number = await tips.audience(ask.session, ask.content, tip, now=ask.now)
    send = Button(
        ask.say.label("tip.send", n=number), "tip.send", (tip, ask.now.strftime("%Y%m%d%H%M%S")), style="success"
    )
    back = Button(ask.say.label("tip.back"), "tip.page", ("0",))
    words = broadcast_words.of_tip(ask.content, tip, ask.person.language)
    text = paragraphs(ask.say("tip.preview"), lines(words), ask.say("tip.who", n=number))
    return Reply(text, buttons=((send,), (back,)) if number else ((back,),), instead=True)


async def send(ask: Ask) -> Reply:
    """Owe the tip to everybody who may have it; the message then shows how far it is."""
    if len(ask.args) != 2 or ask.args[0] not in ask.content.tips:
        return await choose(ask)
    tip, preview_key = ask.args
    started = await tips.start(ask.session, ask.content, tip, ask.person, preview_key, now=ask.now)
    if started is None:
        return Reply(toast=ask.say.label("tip.twice"), alarm=True)
    if started.refusal is not None:
        return await preview(ask)
    row = started.broadcast
    words = tips.report(ask.content, ask.person.language, row, await broadcast_account.account(ask.session, row))
    to = outbox.Address(ask.person.telegram_id)
    await outbox.queue(ask.session, to, Kind.REPLY, Message(words), key=tips.report_key(row.id), now=ask.now)
    return Reply(ask.say("tip.started"), instead=True)


COMMANDS = (Command("tip", choose, ADMINS, "menu.tip"),)
TAPS = (Tap("tip.page", choose, ADMINS), Tap("tip.preview", preview, ADMINS), Tap("tip.send", send, ADMINS))
