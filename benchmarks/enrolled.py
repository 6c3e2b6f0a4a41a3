"""Patients for a measurement, written straight into the tables."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Patient, Person


async def patients(session: AsyncSession, number: int, *, now: datetime) -> None:
    """So many enrolled patients, in UTC and without quiet hours; `telegram_id` counts from 1, as `person_id` does."""
    numbers, connection = range(1, number + 1), await session.connection()
    people = [Person(id=n, telegram_id=n, first_name="Ana", created_at=now, zone="UTC") for n in numbers]
    await connection.execute(insert(Person), [person.model_dump() for person in people])
    enrolled = [
        Patient(person_id=n, code=f"P{n}", enrolled_at=now, quiet_from="00:00", quiet_until="00:00") for n in numbers
    ]
    await connection.execute(insert(Patient), [patient.model_dump() for patient in enrolled])
