"""`stepwell demo`: the whole bot on this machine, without a token."""

import asyncio
import os
import sys
from pathlib import Path

import click

from bot import logs
from bot.commands.ending import content_of
from bot.commands.stoppable import until_stopped
from bot.demo import serve
from bot.settings import PROJECT


@click.command()
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--open/--no-open", "show", default=True, help="Open the page in a browser.")
@click.option("--content", "folder", default=PROJECT / "content", type=click.Path(path_type=Path), hidden=True)
def demo(port: int, show: bool, folder: Path) -> None:
    """Try the bot out: three phones on one page, on this machine alone."""
    logs.set_up("WARNING")
    content_of(folder)
    until_stopped(_demo(port, show, folder), lambda error: f"the demo cannot start on port {port}: {error}")


async def _demo(port: int, show: bool, folder: Path) -> None:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    ready.add_done_callback(lambda done: _say_ready(done.result(), show) if not done.cancelled() else None)
    await serve(port, folder, ready)


def _say_ready(url: str, show: bool) -> None:
    click.echo(f"Stepwell is at {url} (Ctrl+C ends it)")
    if show and (sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        click.launch(url)
