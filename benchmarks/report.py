"""Results as a page: docs/benchmarks.json keeps the newest of each, docs/benchmarks.md shows them."""

import json
import os
import platform
import sqlite3
from collections.abc import Mapping
from importlib.metadata import version
from math import isnan
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
JSON, PAGE = DOCS / "benchmarks.json", DOCS / "benchmarks.md"
COMPARED = (
    "python-telegram-bot", "aiohttp", "httpx", "aiolimiter", "apscheduler",
    "sqlalchemy", "sqlmodel", "aiosqlite", "asyncpg", "uvloop",
)  # fmt: skip
HEAD = """# Benchmarks

Made by `make bench`, side by side on one machine; never compare with numbers from another. `make bench BENCH=de` renews
some of them. Each figure is the median of several runs.
"""


def keep(letter: str, title: str, document: Mapping[str, Any]) -> None:
    """Put one benchmark's newest result beside the others, and write the page anew."""
    known = json.loads(JSON.read_text()) if JSON.exists() else {}
    known[letter] = {"title": title, "machine": machine(), **document}
    JSON.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")
    PAGE.write_text(page(known))


def machine() -> str:
    """What the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in COMPARED)
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory; {python}, {versions}"


def page(known: Mapping[str, Any]) -> str:
    """The whole page as Markdown."""
    parts = [HEAD]
    machines = {result["machine"] for result in known.values()}
    mixed = len(machines) > 1
    if not mixed:
        parts.append(f"Machine and versions: {''.join(machines)}.\n")
    for letter, result in sorted(known.items()):
        parts.append(section(letter, result, say_machine=mixed))
    return "\n".join(parts)


def section(letter: str, result: Mapping[str, Any], *, say_machine: bool = False) -> str:
    """One benchmark: its table, its goals, its notes."""
    lines = [f"## ({letter}) {result['title']}", ""]
    columns = list(dict.fromkeys(name for row in result["rows"] for name in row["measures"]))
    lines += ["| | " + " | ".join(columns) + " |", "|---|" + "--:|" * len(columns)]
    for row in result["rows"]:
        cells = [shown(row["measures"].get(name, "")) for name in columns]
        lines.append(f"| {row['subject']} | " + " | ".join(cells) + " |")
    lines.append("")
    lines += [f"- {'Reached' if goal['met'] else '**Not reached**'}: {goal['words']}" for goal in result["goals"]]
    lines += [f"- {note}" for note in result["notes"]]
    if say_machine:
        lines.append(f"- Measured on {result['machine']}.")
    return "\n".join(lines) + "\n"


def shown(value: float | str) -> str:
    """A number with as many digits as it is worth; a dash where there is none, as for the wait of what never came."""
    if isinstance(value, str):
        return value
    if isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
