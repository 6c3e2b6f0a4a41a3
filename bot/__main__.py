"""The `stepwell` command. Nothing else reads settings or the real clock."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy.exc import DBAPIError
from telegram.error import Conflict, InvalidToken

from bot import logs, migrations
from bot.alone import AnotherRunsError, alone
from bot.app import Stepwell
from bot.clock import SystemClock
from bot.commands import replay
from bot.commands.audit import audit
from bot.commands.pictures import pictures
from bot.commands.preview import preview
from bot.commands.triage import triage
from bot.content import Content, ContentError, load
from bot.db import Database
from bot.delivery.client import client
from bot.demo import serve
from bot.settings import LOCAL_TOKEN_MARK, PROJECT, DatabaseSettings, Settings, SettingsError
from bot.settings import load as load_settings

WRONG = 2
"""Exit status for a setting, a file or a service that has to be put right by a person."""


def stop_with(line: str) -> NoReturn:
    """End with one clear line."""
    click.echo(f"stepwell: {line}", err=True)
    sys.exit(WRONG)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stepwell")
def main() -> None:
    """A Telegram bot that keeps people with leg numbness moving."""


main.add_command(preview)


@main.command()
def run() -> None:
    """Run the bot on Telegram, with the settings of the environment or .env."""
    try:
        settings = load_settings(Settings)
    except SettingsError as error:
        stop_with(str(error))
    logs.set_up(settings.log_level)
    token = settings.telegram_bot_token.get_secret_value()
    if LOCAL_TOKEN_MARK in token and not settings.allow_local_telegram:
        stop_with("this token belongs to the local Telegram; set ALLOW_LOCAL_TELEGRAM=true if you mean it")
    content = _content(settings.content_dir)
    if settings.require_signed and content.unsigned:
        stop_with(
            f"REQUIRE_SIGNED is on, and {len(content.unsigned)} clinical items have no reviewer's name yet, "
            f"{content.unsigned[0]} first: sign them in `reviewed_by`"
        )
    database = Database(settings.database_url)
    bot = client(token, settings.telegram_api_url, proxy=settings.telegram_proxy)
    app = Stepwell(settings, content, SystemClock(), database, bot)
    _until_stopped(_run(app), _database_line)


async def _run(app: Stepwell) -> None:
    try:
        with alone(app.database):
            app.ballast.load()
            await app.prepare()
            await app.say_unsigned()
            await app.run()
    finally:
        await app.close()


def _until_stopped(work: Coroutine[Any, Any, None], describe: Callable[[BaseException], str]) -> None:
    """Run until SIGINT or SIGTERM; what a person can put right ends with one line."""
    try:
        asyncio.run(_stoppable(work))
    except* InvalidToken:
        stop_with("Telegram does not accept TELEGRAM_BOT_TOKEN: ask @BotFather for the right one")
    except* AnotherRunsError:
        stop_with("another `stepwell run` has this database: stop it, then start again")
    except* Conflict:
        stop_with("another process reads this bot's updates: stop it, then start again")
    except* (DBAPIError, OSError) as group:
        stop_with(describe(_first(group)))


def _first(error: BaseException) -> BaseException:
    """The error inside however many groups."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


async def _stoppable(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        logging.getLogger("stepwell").info("stopped")


def _database_line(error: BaseException) -> str:
    said = str(getattr(error, "orig", None) or error).splitlines()[0]
    return f"the database of DATABASE_URL cannot be used: {said}"


def _content(folder: Path) -> Content:
    try:
        return load(folder)
    except ContentError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        stop_with(f"the content in {folder} has {len(error.problems)} problems, see above")


@main.command()
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--open/--no-open", "show", default=True, help="Open the page in a browser.")
@click.option("--content", "folder", default=PROJECT / "content", type=click.Path(path_type=Path), hidden=True)
def demo(port: int, show: bool, folder: Path) -> None:
    """Try the bot out: three phones on one page, on this machine alone."""
    logs.set_up("WARNING")
    _content(folder)
    _until_stopped(_demo(port, show, folder), lambda error: f"the demo cannot start on port {port}: {error}")


async def _demo(port: int, show: bool, folder: Path) -> None:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    ready.add_done_callback(lambda done: _say_ready(done.result(), show) if not done.cancelled() else None)
    await serve(port, folder, ready)


def _say_ready(url: str, show: bool) -> None:
    click.echo(f"Stepwell is at {url} (Ctrl+C ends it)")
    if show and (sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        click.launch(url)


main.add_command(replay.command)


@main.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest version. Safe to run again."""
    try:
        settings = load_settings(DatabaseSettings)
    except SettingsError as error:
        stop_with(str(error))
    try:
        asyncio.run(_upgrade(Database(settings.database_url)))
    except (DBAPIError, OSError) as error:
        stop_with(_database_line(error))
    click.echo(f"The database is at version {migrations.newest()}.")


async def _upgrade(database: Database) -> None:
    try:
        await migrations.upgrade(database)
    finally:
        await database.close()


@main.group()
def content() -> None:
    """The content that clinicians edit."""


@content.command()
@click.argument("folder", default=PROJECT / "content", type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Check the content: every file, reference, placeholder and plural, in every language."""
    found = _content(folder)
    for line in found.lacking:
        click.echo(line)
    click.echo(
        f"The content is whole: {len(found.languages)} languages, {len(found.red_flags)} red flags, "
        f"{len(found.pages)} pages, {len(found.exercises)} exercises, {len(found.tips)} tips. "
        f"{len(found.unsigned)} clinical items have no reviewer's name yet."
    )
    if found.lacking:
        stop_with(f"{len(found.lacking)} texts are not translated, see above")


content.add_command(pictures)

main.add_command(triage)
main.add_command(audit)


if __name__ == "__main__":
    main()
