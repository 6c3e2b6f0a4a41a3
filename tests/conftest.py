"""What the tests share: real databases, and the cast with their phones."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest

os.environ["NO_PROXY"] = "127.0.0.1,localhost"

from bot.sandbox.phone import Phone
from tests.cast import ADA, ANA, TOM, Stage, enrols, staged
from tests.databases import PostgresServer, SqliteFiles


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
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with staged(database_url) as made:
        yield made


@pytest.fixture
async def ada(stage: Stage) -> Phone:
    """The admin, known to the bot."""
    phone = stage.phone(ADA, "Ada")
    await phone.starts()
    return phone


@pytest.fixture
async def tom(stage: Stage, ada: Phone) -> Phone:
    """A therapist: Ada made him one."""
    phone = stage.phone(TOM, "Tom")
    await phone.starts()
    await ada.says("/people Tom")
    await ada.taps("Tom")
    await ada.taps("Make a therapist")
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
