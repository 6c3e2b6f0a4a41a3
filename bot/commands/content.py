"""`stepwell content`: the files that clinicians edit."""

from pathlib import Path

import click

from bot.commands.ending import content_of, stop_with
from bot.commands.later import Later
from bot.settings import PROJECT


@click.group(cls=Later, commands_at={"pictures": "bot.commands.pictures:pictures"})
def content() -> None:
    """The content that clinicians edit."""


@content.command()
@click.argument("folder", default=PROJECT / "content", type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Check the content: every file, reference, placeholder and plural, in every language."""
    found = content_of(folder)
    for line in found.lacking:
        click.echo(line)
    click.echo(
        f"The content is whole: {len(found.languages)} languages, {len(found.red_flags)} red flags, "
        f"{len(found.pages)} pages, {len(found.exercises)} exercises, {len(found.tips)} tips. "
        f"{len(found.unsigned)} clinical items have no reviewer's name yet."
    )
    if found.lacking:
        stop_with(f"{len(found.lacking)} texts are not translated, see above")
