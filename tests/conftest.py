"""What the tests share: real databases, and the cast with their phones."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest

os.environ["NO_PROXY"] = "127.0.0.1,localhost"

from bot.models.person import Role
from bot.sandbox.phone import Phone
from bot.services import people
from tests.cast import ADA, ANA, TOM, Stage, enrols, staged
from tests.databases import PostgresServer, SqliteFiles
from tests.strict.judge import judge


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "refusals(*words): what Telegram refuses because the test brings it about")


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated database: each test that uses it runs on both kinds."""
    source = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgres")
    yield from source.fresh()


@pytest.fixture
async def stage(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """At the end an independent strict client judges every call that the bot made, and every answer.

    `@pytest.mark.refusals("message is not modified")` says which refusals a test brings about itself.
    """
    async with staged(database_url) as made:
        yield made
    judge(
        made.sandbox.transcript,
        asked_for=[words for mark in request.node.iter_markers("refusals") for words in mark.args],
    )


@pytest.fixture
async def ada(stage: Stage) -> Phone:
    """The admin, known to the bot."""
    phone = stage.phone(ADA, "Ada")
    await phone.starts()
    return phone


@pytest.fixture
async def tom(stage: Stage, ada: Phone) -> Phone:
    """A therapist, as if Ada had made him one a while ago."""
    phone = stage.phone(TOM, "Tom")
    async with stage.database() as session:
        person = await people.meet(session, TOM, "Tom", "en", now=stage.clock.now())
        await people.grant(session, person.id, Role.THERAPIST, by=None, now=stage.clock.now())
    await phone.starts()
    phone.looks_away()
    return phone


@pytest.fixture
async def ana(stage: Stage, tom: Phone) -> Phone:
    """A patient who has come by Tom's link and finished enrolment, in Madrid, on a Monday at 09:00."""
    phone = stage.phone(ANA, "Ana")
    await tom.says("/invite")
    await phone.opens(link_in(tom))
    await enrols(phone)
    tom.looks_away()
    return phone


def link_in(phone: Phone) -> str:
    """The invite link on somebody's screen."""
    return next(word for word in phone.sees().split() if word.startswith("https://t.me/"))
