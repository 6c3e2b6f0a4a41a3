"""How long the detector takes: `python -m benchmarks.textflags` prints the median, the 99th percentile, the worst.

Messages: every labelled sentence by itself, texts of 4,096 characters made of them, and of random letters.
"""

import csv
import random
import statistics
from time import perf_counter

import click

from bot.content import load
from bot.domain.textflags import detect
from bot.settings import PROJECT

LONG = 4096


def messages() -> dict[str, list[str]]:
    dice = random.Random(1)
    with (PROJECT / "tests/textflags/sentences.tsv").open(encoding="utf-8", newline="") as file:
        short = [row["sentence"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    letters = "abcdefghijklmnopqrstuvwxyz    абвгдежз"
    return {
        "sentences": short,
        "4,096 characters of sentences": [". ".join(dice.sample(short, 200))[:LONG] for _ in range(200)],
        "4,096 characters of random letters": ["".join(dice.choices(letters, k=LONG)) for _ in range(200)],
    }


def main() -> None:
    lexicon = load(PROJECT / "content").lexicon
    for kind, texts in messages().items():
        took = []
        for text in texts:
            begun = perf_counter()
            detect(text, lexicon)
            took.append((perf_counter() - begun) * 1000)
        ranked = sorted(took)
        p99 = ranked[int(len(ranked) * 0.99)]
        click.echo(f"{kind}: median {statistics.median(took):.2f} ms, p99 {p99:.2f} ms, worst {ranked[-1]:.2f} ms")


if __name__ == "__main__":
    main()
