"""The `stepwell` command. Only its commands read settings or the real clock."""

import click

from bot.commands.later import Later

COMMANDS = {
    "audit": "bot.commands.audit:audit",
    "content": "bot.commands.content:content",
    "db": "bot.commands.db:db",
    "demo": "bot.commands.demo:demo",
    "preview": "bot.commands.preview:preview",
    "replay": "bot.commands.replay:command",
    "run": "bot.commands.run:run",
    "triage": "bot.commands.triage:triage",
}
"""Where each command is."""


@click.group(cls=Later, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stepwell")
def main() -> None:
    """A Telegram bot that keeps people with leg numbness moving."""


if __name__ == "__main__":
    main()
