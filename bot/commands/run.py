"""`stepwell run`: the bot on Telegram."""

import click

from bot import collector, logs
from bot.alone import alone
from bot.app import Stepwell
from bot.clock import SystemClock
from bot.commands.ending import content_of, database_line, stop_with
from bot.commands.stoppable import until_stopped
from bot.db import Database
from bot.delivery.client import client
from bot.settings import LOCAL_TOKEN_MARK, Settings, SettingsError, load


@click.command()
def run() -> None:
    """Run the bot on Telegram, with the settings of the environment or .env."""
    collector.rest()
    try:
        settings = load(Settings)
    except SettingsError as error:
        stop_with(str(error))
    logs.set_up(settings.log_level)
    token = settings.telegram_bot_token.get_secret_value()
    if LOCAL_TOKEN_MARK in token and not settings.allow_local_telegram:
        stop_with("this token belongs to the local Telegram; set ALLOW_LOCAL_TELEGRAM=true if you mean it")
    content = content_of(settings.content_dir)
    if settings.require_signed and content.unsigned:
        stop_with(
            f"REQUIRE_SIGNED is on, and {len(content.unsigned)} clinical items have no reviewer's name yet, "
            f"{content.unsigned[0]} first: sign them in `reviewed_by`"
        )
    database = Database(settings.database_url)
    bot = client(token, settings.telegram_api_url, proxy=settings.telegram_proxy)
    app = Stepwell(settings, content, SystemClock(), database, bot)
    until_stopped(_run(app), database_line)


async def _run(app: Stepwell) -> None:
    try:
        with alone(app.database):
            app.ballast.load()
            await app.prepare()
            await app.say_unsigned()
            collector.leave_out_what_stays()
            await app.run()
    finally:
        await app.close()
