"""What `mutmut` found, as the table at the end of docs/mutation.md; fails under the share that has to be killed."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from click import ClickException, command, echo
from mutmut.stats import status_by_exit_code

from bot.settings import PROJECT

PAGE = PROJECT / "docs/mutation.md"
MUTANTS = PROJECT / "mutants"
MARK = "<!-- generated: `make mutate` writes from here on -->\n"
LEAST = 0.9
NOTICED = ("killed", "timeout", "segfault")


def fates(meta: Path) -> Counter[str]:
    """What became of each mutant of a file."""
    return Counter(status_by_exit_code[code] for code in json.loads(meta.read_text())["exit_code_by_key"].values())


def row(name: str, counted: Counter[str]) -> str:
    noticed = sum(counted[fate] for fate in NOTICED)
    return f"| {name} | {counted.total()} | {noticed} | {100 * noticed / counted.total():.1f} % |"


def table(files: Iterable[tuple[str, Counter[str]]]) -> tuple[str, float]:
    """The table, and the share of all mutants that a test noticed."""
    found = [(name, counted) for name, counted in files if counted]
    every = sum((counted for _, counted in found), Counter[str]())
    rows = [row(f"`{name}`", counted) for name, counted in found]
    head = ["| file | mutants | killed | share |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, row("**all**", every), ""]), sum(every[fate] for fate in NOTICED) / every.total()


@command()
def main() -> None:
    metas = sorted((MUTANTS / "bot").rglob("*.meta"))
    written, share = table((str(meta.relative_to(MUTANTS).with_suffix("")), fates(meta)) for meta in metas)
    PAGE.write_text(PAGE.read_text().partition(MARK)[0] + MARK + "\n" + written)
    echo(written)
    if share < LEAST:
        raise ClickException(f"{share:.1%} were noticed, {LEAST:.0%} have to be: `mutmut results` names the others")


if __name__ == "__main__":
    main()
