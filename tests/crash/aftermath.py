"""What must be true after every crash, looked up in the database and on the phones."""

from typing import TypeVar

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.models import Alert, Answer, CheckIn, CheckInState, Incident, IncidentFlag, OutboxRow, OutboxState, SeenUpdate
from bot.sandbox import Sandbox
from bot.sandbox.messages import Message
from bot.services.outbox import WAITING
from tests.cast import ANA, TOM
from tests.crash.scene import Way

REPORTED: tuple[type[SQLModel], ...] = (SeenUpdate, CheckIn, Answer, Incident, IncidentFlag, OutboxRow, Alert)
Row = TypeVar("Row", bound=SQLModel)


async def nothing_is_owed(database: Database) -> bool:
    """Whether the outbox holds nothing that still has to go."""
    async with database.begin() as session:
        owed = select(OutboxRow.id).where(col(OutboxRow.state).in_(WAITING))
        return (await session.exec(owed.limit(1))).first() is None


async def written(database: Database) -> dict[str, list[dict[str, object]]]:
    """Every row of the tables that a report of red flags writes to."""
    async with database.begin() as session:
        return {
            str(table.__tablename__): [row.model_dump() for row in await _all(session, table)] for table in REPORTED
        }


async def assert_saved_once(database: Database, way: Way) -> None:
    """The answers, the case, its flags and the alert: each once."""
    async with database.begin() as session:
        (check_in,) = await _all(session, CheckIn)
        assert check_in.state == CheckInState.DONE
        assert sorted((row.question, row.value) for row in await _all(session, Answer)) == sorted(way.answers.items())
        (incident,) = await _all(session, Incident)
        flags = {name.removeprefix("flag.") for name in way.answers if name.startswith("flag.")}
        assert sorted(row.flag for row in await _all(session, IncidentFlag)) == sorted(flags)
        alerts = await _all(session, Alert)
        assert {alert.incident_id for alert in alerts} == {incident.id}
        owed = [row for row in await _all(session, OutboxRow) if not _owed_since(row)]
        assert {row.state for row in owed} == {OutboxState.SENT}
        said = [row.kind for row in owed if row.edits_id is None]
        assert said.count("safety") == 2 + len(alerts), (
            "the urgent message, the card, the alerts; the rest rewrites them"
        )


def _owed_since(row: OutboxRow) -> bool:
    """All had left; a job that ticked before the stop may have owed one more."""
    return row.state == OutboxState.QUEUED and row.attempts == 0


async def _all(session: AsyncSession, table: type[Row]) -> list[Row]:
    return list((await session.exec(select(table))).all())


def assert_told(sandbox: Sandbox) -> None:
    """The patient has the urgent words, the card and the answers; the therapist has the alert. No tap hangs."""
    texts = [message.text for message in _from_the_bot(sandbox, ANA)]
    assert any("🚨 Get emergency help: call 112 now." in text for text in texts)
    assert any("Sent at 09:0" in text for text in texts), "the list says that it was handed in"
    assert "Thank you" in texts[-1] or any("Thank you" in text for text in texts[-3:]), "the note has its answer"
    assert any(
        message.content.body.get("contact", {}).get("phone_number") == "112" for message in _from_the_bot(sandbox, ANA)
    )
    assert any("EMERGENCY" in message.text for message in _from_the_bot(sandbox, TOM))
    assert sandbox.unanswered == []


def _from_the_bot(sandbox: Sandbox, person: int) -> list[Message]:
    return [message for message in sandbox.chat(person).messages if message.sender is None]
