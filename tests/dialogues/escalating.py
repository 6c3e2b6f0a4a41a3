"""What the dialogues about escalation share: reporting a flag, and a larger team."""

from sqlmodel import select

from bot.models import Incident, Person
from bot.models.person import Role
from bot.sandbox.phone import Phone
from bot.services import duty, people
from tests.cast import Stage

BEA, BOB = 404, 505


async def reports(phone: Phone, label: str = "Trouble peeing") -> None:
    """By the list of /urgent."""
    await phone.says("/urgent")
    await phone.taps(label)
    await phone.taps("Send this one")


async def joins(stage: Stage, telegram_id: int, name: str, *roles: Role) -> Phone:
    """A further member of the team, with these roles."""
    phone = stage.phone(telegram_id, name)
    async with stage.database() as session:
        person = await people.meet(session, telegram_id, name, "en", now=stage.clock.now())
        for role in roles:
            await people.grant(session, person.id, role, by=None, now=stage.clock.now())
    await phone.starts()
    phone.looks_away()
    return phone


async def backs_up(stage: Stage, therapist: Phone, backup: Phone) -> None:
    """As if the therapist had named this backup a while ago."""
    async with stage.database() as session:
        await duty.name_backup(session, await id_of(stage, therapist), await id_of(stage, backup))


async def id_of(stage: Stage, phone: Phone) -> int:
    async with stage.database() as session:
        return (await session.exec(select(Person.id).where(Person.telegram_id == phone.id))).one()


async def case(stage: Stage) -> Incident:
    """The one case that there is."""
    async with stage.database() as session:
        return (await session.exec(select(Incident))).one()


async def releases(therapist: Phone, reason: str = "Seen by a doctor") -> None:
    """Tick the whole list and close, from an alert that was acknowledged."""
    await therapist.taps("Open the case")
    await therapist.taps("Hold and release list")
    for point in ("I spoke", "A doctor has seen", "No red flag now", "I looked through"):
        await therapist.taps(point)
    await therapist.taps("Close the case", message="Before exercises")
    await therapist.taps(reason)


UNREACHED = ("paused", "quiet", "unpaired")
"""The states of a patient in which nothing but safety reaches them, or nobody answers for them."""


async def comes_to(stage: Stage, patient: Phone, state: str) -> None:
    """Bring a patient to one of the UNREACHED states."""
    if state == "paused":
        await patient.says("/pause")
        await patient.taps("7 days")
    elif state == "quiet":
        await stage.jumps(hours=16)
    else:
        async with stage.database() as session:
            (await session.merge(await stage.patient())).therapist_id = None
