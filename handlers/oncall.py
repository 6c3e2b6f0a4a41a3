"""Who is on call: now, over the week, and who takes over from whom."""

from bot.content import lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.models import Person, Shift
from bot.models.person import Role
from bot.services import cases, duty, outbox
from handlers import choices
from handlers.ask import TEAM, THERAPISTS, Ask, Command, Reply, Tap
from handlers.everyone import unknown

MOST = 30


async def show(ask: Ask) -> Reply:
    """Who is on call now, and the ways to change it."""
    now_on = await duty.on_call(ask.session, ask.content, now=ask.now)
    names = ", ".join(one.first_name for one in now_on)
    backup = await duty.backup_of(ask.session, ask.person.id)
    text = lines(
        ask.say("oncall.now", names=names) if names else ask.say("oncall.nobody"),
        ask.say("oncall.until", zone=duty.zone(ask.content)),
        ask.say("oncall.backup", name=backup[0].first_name) if backup else None,
    )
    return Reply(text, buttons=_ways(ask), instead=bool(ask.args))


def _ways(ask: Ask) -> Rows:
    rows = [
        (Button(ask.say.label("oncall.button.take"), "oncall.give", (str(ask.person.id),), style="primary"),),
        (Button(ask.say.label("oncall.button.hand"), "oncall.choose", ("give",)),),
        (Button(ask.say.label("oncall.button.week"), "oncall.week"),),
    ]
    if Role.THERAPIST in ask.roles:
        rows.append((Button(ask.say.label("oncall.button.backup"), "oncall.choose", ("backup",)),))
    return tuple(rows)


async def choose(ask: Ask) -> Reply:
    """Which colleague: to hand over to, or to be my backup."""
    what = ask.args[0] if ask.args else ""
    if what not in ("give", "backup"):
        return await unknown(ask)
    action = "oncall.give" if what == "give" else "oncall.backup"
    others = [one for one in await duty.everyone(ask.session) if one.id != ask.person.id][:MOST]
    buttons = [Button(one.first_name or "–", action, (str(one.id),)) for one in others]
    return Reply(ask.say(f"oncall.choose.{what}" if buttons else "oncall.alone"), buttons=choices.pairs(buttons))


async def _colleague(ask: Ask, place: int = 0) -> Person | None:
    number = ask.args[place] if len(ask.args) > place else ""
    found = await duty.members(ask.session, [int(number)]) if number.isdecimal() else []
    return found[0] if found else None


async def give(ask: Ask) -> Reply:
    """Take over at once, or offer it: nothing moves before the other person has confirmed."""
    to = await _colleague(ask)
    if to is None:
        return await unknown(ask)
    before = await duty.on_call(ask.session, ask.content, now=ask.now)
    shift = await duty.offer(ask.session, ask.content, to.id, ask.person.id, now=ask.now)
    if to.id == ask.person.id:
        await _tell_relieved(ask, before, to)
        return await show(ask)
    say = ask.content.say(to.language)
    rows = (
        (Button(say.label("oncall.confirm"), "oncall.answer", (str(shift.id), "yes"), style="success"),),
        (Button(say.label("oncall.decline"), "oncall.answer", (str(shift.id), "no")),),
    )
    await _write(ask, to, Message(say("oncall.offer", name=ask.person.first_name, until=_until(ask, to, shift)), rows))
    return Reply(ask.say("oncall.offered", name=to.first_name), instead=True)


def _until(ask: Ask, reader: Person, shift: Shift) -> str:
    return ask.content.say(reader.language).time(shift.ends_at, duty.zone(ask.content))


async def answer(ask: Ask) -> Reply:
    """The other person takes over, or does not; whoever asked hears which."""
    number = ask.args[0] if ask.args else ""
    shift = await ask.session.get(Shift, int(number)) if number.isdecimal() else None
    if shift is None or shift.person_id != ask.person.id or ask.args[1:] not in (("yes",), ("no",)):
        return await unknown(ask)
    takes = ask.args[1] == "yes"
    if not await duty.answer(ask.session, shift, takes=takes, now=ask.now):
        return Reply(toast=ask.say.label("oncall.over"))
    if shift.offered_by is not None:
        by = await cases.person_of(ask.session, shift.offered_by)
        key = "oncall.taken" if takes else "oncall.declined"
        await _write(ask, by, Message(ask.content.say(by.language)(key, name=ask.person.first_name)))
    return Reply(ask.say("oncall.yours" if takes else "oncall.not_yours"), instead=True)


async def _tell_relieved(ask: Ask, before: list[Person], to: Person) -> None:
    for one in before:
        if one.id != to.id:
            await _write(ask, one, Message(ask.content.say(one.language)("oncall.taken", name=to.first_name)))


async def _write(ask: Ask, person: Person, message: Message) -> None:
    to = outbox.Address(person.telegram_id)
    await outbox.queue(ask.session, to, Kind.SAFETY, message, now=ask.now)


async def week(ask: Ask) -> Reply:
    """The weekly rota, a row a day; a tap opens the day."""
    found, names = await duty.week(ask.session), await _names(ask)
    rows = [ask.say("oncall.day", day=ask.say.weekday(day), names=_who(ask, found[day], names)) for day in range(7)]
    buttons = [Button(ask.say.weekday(day), "oncall.day", (str(day),)) for day in range(7)]
    return Reply(paragraphs(ask.say("oncall.week"), lines(*rows)), buttons=choices.pairs(buttons, 4), instead=True)


async def _names(ask: Ask) -> dict[int, str]:
    return {one.id: one.first_name or "–" for one in await duty.everyone(ask.session)}


def _who(ask: Ask, ids: set[int], names: dict[int, str]) -> str:
    return ", ".join(names[one] for one in sorted(ids) if one in names) or ask.say.label("oncall.empty")


async def day(ask: Ask) -> Reply:
    """One day of the rota: a tap puts a person on it, or takes them off."""
    number = ask.args[0] if ask.args else ""
    if number not in {str(one) for one in range(7)}:
        return await unknown(ask)
    if len(ask.args) > 1:
        person = await _colleague(ask, 1)
        if person is None:
            return await unknown(ask)
        await duty.turn_day(ask.session, int(number), person.id)
    on = (await duty.week(ask.session))[int(number)]
    people = list((await _names(ask)).items())[:MOST]
    buttons = [Button(f"{'☑️' if one in on else '⬜'} {name}", "oncall.day", (number, str(one))) for one, name in people]
    back = (Button(ask.say.label("oncall.button.week"), "oncall.week"),)
    head = ask.say("oncall.which", day=ask.say.weekday(int(number)))
    return Reply(head, buttons=(*choices.pairs(buttons), back), instead=True)


async def backup(ask: Ask) -> Reply:
    """Name who is told when I do not answer."""
    person = await _colleague(ask)
    if person is None or person.id == ask.person.id:
        return await unknown(ask)
    await duty.name_backup(ask.session, ask.person.id, person.id)
    say = ask.content.say(person.language)
    await _write(ask, person, Message(say("oncall.you_are_backup", name=ask.person.first_name)))
    return Reply(ask.say("oncall.backup", name=person.first_name), instead=True)


COMMANDS = (Command("oncall", show, TEAM, "oncall.menu"),)
TAPS = (
    Tap("oncall.choose", choose, TEAM),
    Tap("oncall.give", give, TEAM),
    Tap("oncall.answer", answer, TEAM),
    Tap("oncall.week", week, TEAM),
    Tap("oncall.day", day, TEAM),
    Tap("oncall.backup", backup, THERAPISTS),
)
