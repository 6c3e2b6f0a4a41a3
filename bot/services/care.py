"""Whose patients are whose: the one place that says which therapist may reach a patient, and who answers for one.

A therapist reaches a patient whose therapist they are, whom they share, or whose therapist they cover now. The same
therapists answer for the patient, save one who is away and whose cover can be reached.
"""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.models import Handover, HandoverKind, HandoverState, Patient, Person, RoleGrant
from bot.models.person import Role

Member = int | Mapped[int]
"""A Person.id, or the column of one."""


def reaches(member: Member, *, now: datetime) -> ColumnElement[bool]:
    """Whether a therapist may open the patient of a row of `patient`, read the answers and act."""
    return or_(col(Patient.therapist_id) == member, *_stands_in(member, now))


def answers_for(member: Member, *, now: datetime) -> ColumnElement[bool]:
    """Whether a therapist is told about the patient of a row: alerts, the digest, whoever joins or is lost."""
    own = and_(col(Patient.therapist_id) == member, col(Patient.therapist_id).not_in(_away(now)))
    return or_(own, *_stands_in(member, now))


def _stands_in(member: Member, now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """As the cover of the patient's therapist, or as a co-therapist."""
    covered = _covers(Handover.giver_id, now).where(col(Handover.receiver_id) == member)
    shared = select(Handover.patient_id).where(
        Handover.kind == HandoverKind.SHARE,
        Handover.state == HandoverState.ACCEPTED,
        col(Handover.receiver_id) == member,
    )
    return col(Patient.therapist_id).in_(covered), col(Patient.person_id).in_(shared)


def _covers(what: int, now: datetime) -> SelectOfScalar[int]:
    """A column of the covers that hold now."""
    return select(what).where(
        Handover.kind == HandoverKind.COVER,
        Handover.state == HandoverState.ACCEPTED,
        col(Handover.starts_at) <= now,
        col(Handover.ends_at) > now,
    )


def _away(now: datetime) -> SelectOfScalar[int]:
    """The therapists for whom somebody stands in who can be reached."""
    able = select(Person.id).where(*_able())
    return _covers(Handover.giver_id, now).where(col(Handover.receiver_id).in_(able))


def _able() -> tuple[ColumnElement[bool], ...]:
    therapists = select(RoleGrant.person_id).where(RoleGrant.role == Role.THERAPIST)
    return col(Person.unreachable_since).is_(None), col(Person.id).in_(therapists)


async def carers(session: AsyncSession, patient: Patient, *, now: datetime) -> list[Person]:
    """The therapists who answer for a patient and can be reached, in the order of joining."""
    await session.flush()
    found = select(Person).where(
        Patient.person_id == patient.person_id,
        Person.id != Patient.person_id,
        answers_for(col(Person.id), now=now),
        *_able(),
    )
    return list((await session.exec(found.order_by(col(Person.id)))).all())


async def may_reach(session: AsyncSession, member_id: int, patient_id: int, *, now: datetime) -> bool:
    """Whether a therapist may reach a patient."""
    found = select(Patient.person_id).where(Patient.person_id == patient_id, reaches(member_id, now=now))
    return (await session.exec(found)).first() is not None
