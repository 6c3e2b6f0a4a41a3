"""While nothing can be saved, people and admins are told directly; what can report a red flag gets the number first."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.ballast import MEGABYTE, Ballast
from bot.sandbox.phone import Phone
from handlers.heard import Heard, What
from handlers.trouble import kind_of
from tests.cast import Stage, on_sqlite
from tests.trouble.test_database import incidents, locked, reports, running

MINUTE = timedelta(minutes=1)
NUMBER_FIRST = "If something is wrong with you now, call 112"


@on_sqlite
async def test_everybody_who_waits_is_told_and_admins_once(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    ben = stage.phone(404, "Ben", "es")
    await ben.starts()
    for phone in (ana, tom, ada, ben):
        phone.looks_away()
    with locked(stage):
        async with running(stage):
            stage.sandbox.person_says(ben.id, "no siento la pierna")
            await stage.sandbox.wait_for(lambda: "No me esperes" in ben.sees())
            stage.sandbox.person_says(ana.id, "/urgent")
            stage.sandbox.person_says(tom.id, "/patients")
            await stage.sandbox.wait_for(lambda: NUMBER_FIRST in ana.sees())
            await stage.sandbox.wait_for(lambda: "I could not save that just now" in tom.sees())
            assert NUMBER_FIRST not in tom.sees(), "a command that reports nothing gets the quieter words"
            assert ada.sees().count("I cannot save anything: another program holds the database") == 1
    async with running(stage):
        await stage.sandbox.confirmed()
        await stage.sandbox.wait_for(lambda: "Your patient" in tom.sees())
    assert ana.screen().count(NUMBER_FIRST) == 1, "once an update, however often it comes again"


@on_sqlite
async def test_admins_are_told_again_after_ten_minutes(stage: Stage, ada: Phone) -> None:
    error = OperationalError("COMMIT", {}, Exception("database or disk is full"))
    for minutes in (0, 9, 2):
        stage.clock.forward(minutes * MINUTE)
        await stage.app.trouble.tell_admins(error)
    assert ada.screen().count("the disk is full") == 2


@on_sqlite
async def test_a_full_disk_is_given_the_ballast_and_saves_the_red_flag(
    stage: Stage, ana: Phone, tom: Phone, tmp_path: Path
) -> None:
    """The engine's page limit stands for the disk: it rises by what the ballast gives back."""
    await reports(stage, ana)
    ballast = Ballast(tmp_path / "ballast", 1)
    assert ballast.load()
    stage.app.receiver._ballast = ballast
    _page_limit(stage, ballast._path)
    await stage.app.database.engine.dispose()
    assert await stage.app.receiver.poll(0) == 1
    assert not (tmp_path / "ballast").exists()
    await stage.settle()
    assert "Get emergency help" in ana.sees()
    assert "EMERGENCY" in tom.sees()
    assert await incidents(stage) == 1


def _page_limit(stage: Stage, ballast: Path | None) -> None:
    """No further page fits while the ballast is there."""

    def on_begin(connection: object) -> None:
        limit = 1 if ballast is not None and ballast.exists() else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count={limit}")  # type: ignore[attr-defined]

    event.listen(stage.app.database.engine.sync_engine, "begin", on_begin)


@on_sqlite
async def test_a_full_disk_without_ballast_is_said_and_the_update_comes_again(
    stage: Stage, ana: Phone, ada: Phone, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    full.touch()
    await reports(stage, ana)
    _page_limit(stage, full)
    await stage.app.database.engine.dispose()
    async with running(stage):
        await stage.sandbox.wait_for(lambda: NUMBER_FIRST in ana.sees())
        await stage.sandbox.wait_for(lambda: "the disk is full" in ada.sees())
        assert stage.sandbox.queue.waiting
        full.unlink()
        await stage.sandbox.wait_for(lambda: "Get emergency help" in ana.sees())
    assert await incidents(stage) == 1


def overwritten(path: Path) -> bytes:
    """Put a letter where the database was; gives what was there."""
    whole = path.read_bytes()
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    path.write_bytes(b"Dear Tom, " * 2000)
    return whole


def restored(path: Path, whole: bytes) -> None:
    path.write_bytes(whole)


@on_sqlite
async def test_a_database_file_that_is_overwritten_is_said(stage: Stage, ana: Phone, ada: Phone) -> None:
    await reports(stage, ana)
    await stage.app.database.engine.dispose()
    path = Path(make_url(stage.app.settings.database_url).database or "")
    whole = overwritten(path)
    async with running(stage):
        await stage.sandbox.wait_for(lambda: NUMBER_FIRST in ana.sees())
        await stage.sandbox.wait_for(lambda: "I cannot save anything" in ada.sees())
    await stage.app.database.engine.dispose()
    restored(path, whole)
    async with running(stage):
        await stage.sandbox.wait_for(lambda: "Get emergency help" in ana.sees())
    assert await incidents(stage) == 1


@on_sqlite
async def test_a_new_process_knows_everybodys_language_and_country(stage: Stage, ana: Phone) -> None:
    await stage.app.prepare()
    words = stage.app.trouble._door.words.trouble(Heard(What.TEXT, ana.id, ana.id, language="ru"), "down.emergency")
    assert "call 112" in words
    stranger = stage.app.trouble._door.words.trouble(Heard(What.TEXT, 999, 999, language="ru"), "down.emergency")
    assert "112" in stranger
    assert "Не ждите меня" in stranger


HARMLESS = [
    Heard(What.COMMAND, 1, 1, word="progress"),
    Heard(What.MEDIA, 1, 1),
    Heard(What.LOCATION, 1, 1, location=(40.0, -3.0)),
]
GRAVE = [
    Heard(What.COMMAND, 1, 1, word="urgent"),
    Heard(What.COMMAND, 1, 1, word="checkin"),
    Heard(What.COMMAND, 1, 1, word="no_such_thing"),
    Heard(What.TEXT, 1, 1, text="hello"),
    Heard(What.EDIT, 1, 1, text="I cannot pee"),
    Heard(What.MEDIA, 1, 1, text="look at my leg"),
    Heard(What.TAP, 1, 1, word="forged"),
]


@on_sqlite
async def test_what_may_be_a_red_flag(stage: Stage) -> None:
    trouble = stage.app.trouble
    assert [one for one in HARMLESS if trouble.may_be_red_flag(one)] == []
    assert [one for one in GRAVE if not trouble.may_be_red_flag(one)] == []
    trouble._reads = lambda text: "pee" in text
    assert not trouble.may_be_red_flag(Heard(What.TEXT, 1, 1, text="hello"))
    assert trouble.may_be_red_flag(Heard(What.TEXT, 1, 1, text="I cannot pee"))
    assert trouble.may_be_red_flag(Heard(What.TEXT, 1, 1, text="🚨 Something is wrong"))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database is locked", "locked"),
        ("database or disk is full", "full"),
        ("could not extend file: No space left on device", "full"),
        ("attempt to write a readonly database", "read_only"),
        ("cannot execute INSERT in a read-only transaction", "read_only"),
        ("disk I/O error", "broken"),
    ],
)
def test_the_kind_of_trouble_is_said_in_words(said: str, kind: str) -> None:
    assert kind_of(OperationalError("COMMIT", {}, Exception(said))) == kind
    assert kind_of(OSError(said)) == kind


def test_a_ballast_takes_its_room_once_and_gives_it_once(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path / "ballast", 2)
    assert ballast.load()
    assert ballast.load()
    assert (tmp_path / "ballast").stat().st_size == 2 * MEGABYTE
    assert ballast.release()
    assert not ballast.release()
    assert not Ballast(tmp_path / "no" / "folder", 1).load()
    assert not Ballast(None, 50).load()


LIMITED = """
import resource, sys
from pathlib import Path
from bot.ballast import Ballast
resource.setrlimit(resource.RLIMIT_FSIZE, (1500000, 1500000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.exit(0 if not Ballast(Path(sys.argv[1]), 2).load() and not Path(sys.argv[1]).exists() else 1)
"""


async def test_a_ballast_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", LIMITED, str(tmp_path / "ballast"))
    assert await process.wait() == 0
