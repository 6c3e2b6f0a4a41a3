"""Whom a broadcast is for: segments and exclusions as ticks, with the count and a sample after each."""

from dataclasses import replace

from bot.content import Html, lines, paragraphs
from bot.domain.audience import Audience, Without, always
from bot.domain.message import Button, Rows
from bot.models import Broadcast
from bot.models.person import Role
from bot.services import broadcasts, segments
from handlers.ask import ADMINS, Ask, Reply, Tap
from handlers.broadcast_draft import draft, gone
from handlers.choices import pairs

GROUPS = ("languages", "countries", "plans", "therapists", "areas")
LEAVING_OUT = ("held", "paused", "no_tips", "not_seen_days", "recent_days")


async def who(ask: Ask) -> Reply:
    """The segments, the exclusions, how many that is, and some of them by name."""
    row = await draft(ask)
    return await gone(ask) if row is None else await _hub(ask, row)


async def _hub(ask: Ask, row: Broadcast) -> Reply:
    audience, say = Audience.read(row.audience), ask.say
    counted = await broadcasts.count(ask.session, ask.content, row, now=ask.now)
    sample = [name or "–" for _, name in await broadcasts.sample(ask.session, ask.content, row, now=ask.now)]
    out = [say("bc.out.line", why=say.label(f"bc.why.{why}"), n=n) for why, n in sorted(counted.left_out.items())]
    text = paragraphs(
        say("bc.who.head", who=segments.in_words(ask.content, ask.person.language, audience)),
        lines(
            say("bc.who.count", n=counted.gets) if counted.gets else say("bc.who.nobody"),
            say("bc.who.sample", names=", ".join(sample)) if sample else None,
        ),
        lines(say("bc.out.head"), *out) if out else None,
        say("bc.who.always") if row.advice else None,
    )
    return Reply(text, buttons=_keys(ask, row, audience), instead=True)


def _keys(ask: Ask, row: Broadcast, audience: Audience) -> Rows:
    number, label = str(row.id), ask.say.label
    role = Button(label("bc.who.role", role=label(f"bc.role.{audience.role}")), "bc.role", (number,))
    groups = [_group(ask, number, audience, field) for field in GROUPS]
    activity = [_days(ask, number, audience, field) for field in ("active_days", "silent_days")]
    out = [(_leaving_out(ask, row, audience, name),) for name in LEAVING_OUT]
    back = Button(label("bc.key.done"), "bc.open", (number,), style="success")
    if audience.role != "patient":
        return (
            (role,),
            (_group(ask, number, audience, "languages"),),
            (_days(ask, number, audience, "recent_days"),),
            (back,),
        )
    return ((role,), *pairs(groups), *((one,) for one in activity), *out, (back,))


def _group(ask: Ask, number: str, audience: Audience, field: str) -> Button:
    chosen = len(getattr(audience, field))
    name = ask.say.label(f"bc.group.{field}")
    return Button(ask.say.label("bc.who.some", name=name, n=chosen) if chosen else name, "bc.group", (number, field))


def _days(ask: Ask, number: str, audience: Audience, field: str) -> Button:
    on = getattr(audience, field) is not None
    return _tick(ask, ask.say.label(f"bc.{field}", n=segments.DAYS[field]), on, "bc.days", (number, field))


def _leaving_out(ask: Ask, row: Broadcast, audience: Audience, name: str) -> Button:
    if name in segments.DAYS:
        return _days(ask, str(row.id), audience, name)
    on = name in audience.without | always(advice=row.advice)
    return _tick(ask, ask.say.label(f"bc.without.{name}"), on, "bc.without", (str(row.id), name))


def _tick(ask: Ask, words: str, on: bool, action: str, args: tuple[str, ...]) -> Button:
    label = ask.say.label("checkin.ticked" if on else "checkin.unticked", label=words)
    return Button(label, action, args, style="primary" if on else None)


async def role(ask: Ask) -> Reply:
    """Patients, therapists, admins: the next of them. The other segments are of patients, and go with a change."""
    row = await draft(ask)
    if row is None:
        return await gone(ask)
    before = Audience.read(row.audience)
    turn = segments.ROLES.index(Role(before.role))
    after = Audience(segments.ROLES[(turn + 1) % len(segments.ROLES)], before.languages)
    return await _keep(ask, row, after)


async def group(ask: Ask) -> Reply:
    """The values of one segment."""
    row = await draft(ask)
    if row is None or ask.args[1:2] != ask.args[1:] or ask.args[1] not in GROUPS:
        return await gone(ask)
    return await _values(ask, row, ask.args[1])


async def _values(ask: Ask, row: Broadcast, field: str) -> Reply:
    audience, number = Audience.read(row.audience), str(row.id)
    chosen = {str(one) for one in getattr(audience, field)}
    offered = await segments.offered(ask.session, ask.content, ask.person.language, field)
    ticks = [_tick(ask, name, value in chosen, "bc.pick", (number, field, value)) for value, name in offered.items()]
    counted = await broadcasts.count(ask.session, ask.content, row, now=ask.now)
    text = paragraphs(
        Html(f"<b>{ask.say(f'bc.group.{field}')}</b>"),
        ask.say("bc.who.any") if offered else ask.say("bc.who.none_known"),
        ask.say("bc.who.count", n=counted.gets) if counted.gets else ask.say("bc.who.nobody"),
    )
    back = Button(ask.say.label("bc.key.back"), "bc.who", (number,))
    return Reply(text, buttons=(*pairs(ticks), (back,)), instead=True)


async def pick(ask: Ask) -> Reply:
    """One value more, or one less."""
    row = await draft(ask)
    if row is None or len(ask.args) != 3 or ask.args[1] not in GROUPS:
        return await gone(ask)
    _, field, value = ask.args
    if value not in await segments.offered(ask.session, ask.content, ask.person.language, field):
        return await _values(ask, row, field)
    row.audience = segments.toggled(Audience.read(row.audience), field, value).document()
    await ask.session.flush()
    return await _values(ask, row, field)


async def days(ask: Ask) -> Reply:
    """Whether they were seen, or got a broadcast, within some days. Seen and not seen exclude each other."""
    row = await draft(ask)
    if row is None or ask.args[1:2] != ask.args[1:] or ask.args[1] not in segments.DAYS:
        return await gone(ask)
    field, audience = ask.args[1], Audience.read(row.audience)
    on = getattr(audience, field) is None
    other = {"active_days": "silent_days", "silent_days": "active_days"}.get(field)
    fields = {field: segments.DAYS[field] if on else None, **({other: None} if other and on else {})}
    return await _keep(ask, row, segments.changed(audience, **fields))


async def without(ask: Ask) -> Reply:
    """Leave somebody out, or not; what is always left out says why it stays."""
    row = await draft(ask)
    if row is None or ask.args[1:2] != ask.args[1:] or ask.args[1] not in set(Without):
        return await gone(ask)
    one, audience = Without(ask.args[1]), Audience.read(row.audience)
    if one in always(advice=row.advice):
        return Reply(toast=ask.say.label("bc.who.stays"), alarm=True)
    return await _keep(ask, row, replace(audience, without=audience.without ^ {one}))


async def _keep(ask: Ask, row: Broadcast, audience: Audience) -> Reply:
    row.audience = audience.document()
    await ask.session.flush()
    return await _hub(ask, row)


TAPS = (
    Tap("bc.who", who, ADMINS),
    Tap("bc.role", role, ADMINS),
    Tap("bc.group", group, ADMINS),
    Tap("bc.pick", pick, ADMINS),
    Tap("bc.days", days, ADMINS),
    Tap("bc.without", without, ADMINS),
)
