"""A group of commands that are imported when they are asked for: each costs what it needs itself, and no more."""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import Any

import click


class Later(click.Group):
    """`commands_at` gives for each name where its command is: 'package.module:object'."""

    def __init__(self, *args: Any, commands_at: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._places = dict(commands_at)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._places:
            found = resolve_name(self._places[cmd_name])
            assert isinstance(found, click.Command)
            return found
        return super().get_command(ctx, cmd_name)
