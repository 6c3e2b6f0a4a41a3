"""What every resource of a bundle shares: names of our own, ids, references, instants."""

import uuid
from datetime import datetime

from bot.domain.record import Record

OURS = "urn:stepwell"
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, OURS)


def id_of(record: Record, *parts: object) -> str:
    """The same resource has the same id in every export."""
    return str(uuid.uuid5(SPACE, "/".join([record.code, *(str(part) for part in parts)])))


def patient(record: Record) -> dict[str, str]:
    return {"reference": f"urn:uuid:{id_of(record, 'patient')}"}


def at(instant: datetime) -> str:
    return instant.isoformat()


def period(start: datetime, end: datetime | None) -> dict[str, str]:
    return {"start": at(start)} | ({"end": at(end)} if end is not None else {})
