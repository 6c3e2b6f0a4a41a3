"""Whether a job's signs overlook something: each that would not be run now is run all the same."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from schedules import signs
from schedules.job import Job
from schedules.tables import JOBS
from tests.cast import Stage


async def overlooked(stage: Stage, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """The names of jobs without a sign that change something now, or say that they would. On SQLite, which counts."""
    found = []
    async with stage.database() as session:
        for job in jobs:
            if job not in await signs.due(session, stage.app.content, (job,), now=stage.clock.now()):
                found += [job.name] if await _does_something(session, stage, job) else []
    return found


async def _does_something(session: AsyncSession, stage: Stage, job: Job) -> bool:
    before = await _changes(session)
    more = await job.run(session, stage.app.content, stage.clock.now())
    await session.flush()
    session.expunge_all()
    return bool(more) or await _changes(session) != before


async def _changes(session: AsyncSession) -> int:
    return int((await (await session.connection()).execute(text("SELECT total_changes()"))).scalar_one())
