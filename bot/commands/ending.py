"""How a command ends when a person has to put something right: clear lines, and status 2."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from bot.content import Content, ContentError, load

WRONG = 2
"""Exit status for a setting, a file or a service that has to be put right by a person."""


def stop_with(line: str) -> NoReturn:
    """End with one clear line."""
    click.echo(f"stepwell: {line}", err=True)
    sys.exit(WRONG)


def content_of(folder: Path) -> Content:
    """The content of a folder, or the end with a line for each of its problems."""
    try:
        return load(folder)
    except ContentError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        stop_with(f"the content in {folder} has {len(error.problems)} problems, see above")


def database_line(error: BaseException) -> str:
    """What an error of the database or of its driver says to whoever set DATABASE_URL."""
    return f"the database of DATABASE_URL cannot be used: {said(error)}"


def said(error: BaseException) -> str:
    """The first line of what the driver said."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
