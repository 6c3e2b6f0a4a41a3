"""What the tests share: real databases, and the cast with their phones."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

os.environ["NO_PROXY"] = "127.0.0.1,localhost"

from bot import loop
from bot.sandbox.phone import Phone
from bot.sandbox.telegram import Sandbox
from tests.cast import ADA, ANA, TOM, Stage, staged
from tests.databases import EMPTY, Databases, PostgresServer, SqliteFiles
from tests.scenes import ENROLLED, enrolled, known_admin, known_therapist


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "refusals(*words): what Telegram refuses because the test brings it about")


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the bot runs on."""
    return {"bot": loop.maker() or asyncio.new_event_loop}


@pytest.fixture(scope="session")
def sqlite_files() -> Iterator[SqliteFiles]:
    files = SqliteFiles()
    yield files
    files.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def enrolments() -> dict[str, Sandbox]:
    """kind of database -> the local Telegram after Ana's enrolment, once a test has asked for it."""
    return {}


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated database: each test that uses it runs on both kinds."""
    yield from _databases(request).fresh(EMPTY if _past(request) is None else ENROLLED)


def _databases(request: pytest.FixtureRequest) -> Databases:
    kind = request.node.callspec.params["database_url"]
    databases: Databases = request.getfixturevalue("sqlite_files" if kind == "sqlite" else "postgres")
    return databases


def _past(request: pytest.FixtureRequest) -> Sandbox | None:
    """What has happened before a test with Ana on a stage begins; None when nothing has."""
    if not {"ana", "stage"} <= set(request.fixturenames):
        return None
    kind = request.node.callspec.params["database_url"]
    return enrolled(request.getfixturevalue("enrolments"), kind, _databases(request))


@pytest.fixture
async def stage(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """At the end an independent strict client judges every call that the bot made, and every answer.

    `@pytest.mark.refusals("message is not modified")` says which refusals a test brings about itself.
    """
    from tests.strict.judge import judge  # in the workers: the process that leads them need not load it

    past = _past(request)
    before = len(past.transcript.entries) if past else 0
    async with staged(database_url, past) as made:
        yield made
    judge(
        made.sandbox.transcript.entries[before:],
        asked_for=[words for mark in request.node.iter_markers("refusals") for words in mark.args],
    )


@pytest.fixture
async def ada(stage: Stage) -> Phone:
    """The admin, known to the bot."""
    return stage.phone(ADA, "Ada") if ADA in stage.sandbox.people else await known_admin(stage)


@pytest.fixture
async def tom(stage: Stage, ada: Phone) -> Phone:
    """A therapist, as if Ada had made him one a while ago."""
    phone = stage.phone(TOM, "Tom") if TOM in stage.sandbox.people else await known_therapist(stage)
    phone.looks_away()
    return phone


@pytest.fixture
async def ana(stage: Stage, tom: Phone) -> Phone:
    """A patient who has come by Tom's link and finished enrolment, in Madrid, on a Monday at 09:00."""
    return stage.phone(ANA, "Ana")
