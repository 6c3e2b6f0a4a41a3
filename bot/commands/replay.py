"""`stepwell replay`: what a draft of the rules would have changed. It reads, and changes nothing."""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy.exc import DBAPIError

from bot.commands.ending import WRONG, database_line
from bot.content import Content, ContentError, load
from bot.db import Database
from bot.domain.replay import Outcome, Report, alarms, replay
from bot.services import replaying
from bot.settings import PROJECT, DatabaseSettings, SettingsError
from bot.settings import load as load_settings


class ReplaySettings(DatabaseSettings):
    """What a replay needs: the database, and the content that the draft differs from."""

    content_dir: Path = PROJECT / "content"


@click.command("replay")
@click.option(
    "--rules",
    "draft",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="A rules file, or a folder like the content folder with the changed files alone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(draft: Path, as_json: bool) -> None:
    """Judge the stored reports by a draft of the rules, and show what would have been different."""
    try:
        settings = load_settings(ReplaySettings)
        proposed = drafted(settings.content_dir, draft)
        found = asyncio.run(_reports(Database(settings.database_url)))
    except SettingsError as error:
        _stop([str(error)])
    except ContentError as error:
        _stop(error.problems)
    except (DBAPIError, OSError) as error:
        _stop([database_line(error)])
    outcomes = replay(found, proposed.tiers, proposed.rules)
    click.echo(json.dumps(_document(outcomes, proposed.rules_version)) if as_json else "\n".join(_lines(outcomes)))


def drafted(base: Path, draft: Path) -> Content:
    """The content with the draft's files in place of its own. Raises ContentError naming file and field."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(shutil.copytree(base, Path(made) / "content"))
        if draft.is_dir():
            shutil.copytree(draft, folder, dirs_exist_ok=True)
        else:
            shutil.copyfile(draft, folder / "rules.toml")
        try:
            return load(folder)
        except ContentError as error:
            named = draft.name if draft.is_file() else "rules.toml"
            raise ContentError([problem.replace("rules.toml", named, 1) for problem in error.problems]) from None


async def _reports(database: Database) -> list[Report]:
    try:
        async with database.begin() as session:
            return await replaying.reports(session)
    finally:
        await database.close()


def _document(outcomes: Sequence[Outcome], version: str) -> dict[str, Any]:
    return {
        "version": version,
        "reports": len(outcomes),
        "changes": [_row(outcome) for outcome in outcomes if outcome.changed],
        "alerts": {"then": alarms([one.report.tier for one in outcomes]), "draft": alarms([o.tier for o in outcomes])},
        "misses": [_row(outcome) for outcome in outcomes if outcome.missed],
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    report = outcome.report
    return {
        "patient": report.patient,
        "incident": report.incident,
        "day": report.at.date().isoformat(),
        "at": report.at.isoformat(),
        "flags": sorted(report.flags),
        "then": report.tier.word,
        "draft": outcome.tier.word,
        "rules": list(outcome.rules),
    }


def _lines(outcomes: Sequence[Outcome]) -> list[str]:
    """What a person reads: a line a change, then the load and the misses."""
    changed = [outcome for outcome in outcomes if outcome.changed]
    then, draft = alarms([one.report.tier for one in outcomes]), alarms([one.tier for one in outcomes])
    return [
        *(_line(outcome) for outcome in changed),
        f"{len(changed)} of {len(outcomes)} reports would have been judged differently.",
        f"Alerts: {then} then, {draft} by the draft.",
        f"Missed by the draft: {sum(outcome.missed for outcome in outcomes)}.",
    ]


def _line(outcome: Outcome) -> str:
    report = outcome.report
    case = f" case {report.incident}" if report.incident is not None else ""
    why = f" ({', '.join(outcome.rules)})" if outcome.rules else ""
    flags = ", ".join(sorted(report.flags))
    mark = " MISSED" if outcome.missed else ""
    change = f"{report.tier.word} → {outcome.tier.word}"
    return f"{report.at:%Y-%m-%d %H:%M} {report.patient}{case}: {change}{why}: {flags}{mark}"


def _stop(problems: Sequence[str]) -> NoReturn:
    for problem in problems:
        click.echo(f"stepwell: {problem}", err=True)
    sys.exit(WRONG)
