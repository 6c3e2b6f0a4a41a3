"""The way in: a therapist makes a link and a code, a patient opens the one or types the other."""

from datetime import timedelta

from bot.content import lines, paragraphs
from bot.domain import spoken
from bot.models import Invite
from bot.services import cases, invites, pairing
from handlers import enrolment
from handlers.ask import EVERYONE, TEAM, THERAPISTS, Ask, Command, Reply, Typed


async def invite(ask: Ask) -> Reply:
    """A link and a code for one patient: whichever is used first spends both, and both expire."""
    lasts = timedelta(hours=ask.content.policy.invite_hours)
    made = await invites.create(ask.session, ask.person.id, lasts=lasts, now=ask.now)
    expires = ask.now + lasts
    head = ask.say(
        "inviting.head",
        day=ask.say.day_of(expires, ask.zone),
        zone=ask.say.city(ask.zone),
        time=ask.say.time(expires, ask.zone),
    )
    link = f"https://t.me/{ask.rights.bot_username}?start={made.secret}"
    return Reply(
        paragraphs(
            head,
            lines(ask.say("inviting.link"), link),
            ask.say("inviting.code", code=spoken.shown(made.code), bot=f"@{ask.rights.bot_username}"),
            ask.say("inviting.own_words"),
        )
    )


async def start(ask: Ask) -> Reply:
    """/start, by itself, from a link, or with the code: go on where the person is."""
    typed = ask.text.strip()
    code = spoken.read(typed)
    if code is not None:
        return await by_code(ask, code)
    if not typed:
        return await enrolment.resume(ask)
    return await _in(ask, await invites.use(ask.session, typed, ask.person.id, now=ask.now))


async def code(ask: Ask) -> Reply:
    """/code: type what the therapist said, or `/code 4729 1836` at once."""
    found = spoken.read(ask.text)
    if found is not None:
        return await by_code(ask, found)
    ask.person.asking = "inviting.code"
    return Reply(ask.say("inviting.type_it"))


def is_code(ask: Ask) -> str | None:
    """The code in words that answer no question of ours, from somebody who has no therapist yet."""
    if ask.roles & TEAM or (ask.consenting is not None and ask.consenting.therapist_id is not None):
        return None
    return spoken.read(ask.text)


async def by_code(ask: Ask, code: str) -> Reply:
    """A typed code: looked at only while the person has tries left, so that guessing is of no use."""
    most = ask.content.policy.code_tries_an_hour
    if not await invites.may_try(ask.session, ask.person.id, most=most, now=ask.now):
        return await _then(ask, "inviting.later")
    return await _in(ask, await invites.use_code(ask.session, code, ask.person.id, now=ask.now))


async def _in(ask: Ask, invite: Invite | None) -> Reply:
    """An invite that was spent, or none: unknown, too old, used and somebody else's get the same answer."""
    if invite is None:
        return await _then(ask, "inviting.none")
    patient, fresh = ask.consenting, invite.used_at == ask.now
    if patient is not None and fresh:
        before, to = patient.therapist_id, await cases.person_of(ask.session, invite.therapist_id)
        await pairing.move(ask.session, ask.content, patient, to, "patient_paired", by=ask.person.id, now=ask.now)
        await pairing.tell_therapists(ask.session, ask.content, patient, ask.person, before, now=ask.now)
    if ask.person.asking == "inviting.code":
        ask.person.asking = None
    return await enrolment.resume(ask)


async def _then(ask: Ask, key: str) -> Reply:
    """Words first, then where the person is."""
    if ask.person.asking == "inviting.code":
        ask.person.asking = None
    reply = await enrolment.resume(ask)
    return Reply(ask.say(key), also=tuple(reply.messages(None)))


async def typed_code(ask: Ask) -> Reply:
    """The answer to /code. What is no code is none."""
    found = spoken.read(ask.text)
    return await by_code(ask, found) if found is not None else await _then(ask, "inviting.no_code")


COMMANDS = (
    Command("start", start, EVERYONE, "menu.start"),
    Command("code", code, EVERYONE, "inviting.menu"),
    Command("invite", invite, THERAPISTS, "menu.invite"),
)
TYPED = (Typed("inviting.code", typed_code, EVERYONE),)
