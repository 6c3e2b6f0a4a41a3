"""How long the detector takes, in processor time: `python -m benchmarks.textflags` prints the median, the 99th
percentile, the worst.

Messages: every labelled sentence by itself, and texts of 4,096 characters: of sentences with and without full stops,
of those that say no, of misspelt words, of random letters and of any signs.
"""

import csv
import random
import statistics
from collections.abc import Callable
from time import process_time

import click

from bot.content import load
from bot.domain.textflags import detect
from bot.settings import PROJECT

LONG = 4096
TEXTS = 100
"""Long texts of each kind."""


def messages() -> dict[str, list[str]]:
    dice = random.Random(1)
    with (PROJECT / "tests/textflags/sentences.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    every = [row["sentence"] for row in rows]
    noes = [row["sentence"] for row in rows if row["expected_flags"] == "-"]
    words = [word for sentence in every for word in sentence.split() if len(word) > 4]
    letters = "abcdefghijklmnopqrstuvwxyz    абвгдежз"
    kinds: dict[str, Callable[[], str]] = {
        "sentences": lambda: ". ".join(dice.choices(every, k=300)),
        "sentences without a full stop": lambda: " ".join(dice.choices(every, k=300)),
        "sentences that say no": lambda: ". ".join(dice.choices(noes, k=300)),
        "misspelt words": lambda: " ".join(_slipped(word, dice) for word in dice.choices(words, k=1000)),
        "random letters": lambda: "".join(dice.choices(letters, k=LONG)),
        "any signs": lambda: "".join(chr(dice.randint(0, 0x10FFFF)) for _ in range(LONG)),
    }
    long = {f"4,096 characters: {kind}": [made()[:LONG] for _ in range(TEXTS)] for kind, made in kinds.items()}
    return {"one sentence": every, **long}


def _slipped(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word))
    return word[:place] + word[place + 1 :]


def main() -> None:
    lexicon = load(PROJECT / "content").lexicon
    for kind, texts in messages().items():
        took = []
        for text in texts:
            begun = process_time()
            detect(text, lexicon)
            took.append((process_time() - begun) * 1000)
        ranked = sorted(took)
        p99 = ranked[int(len(ranked) * 0.99)]
        click.echo(f"{kind}: median {statistics.median(took):.2f} ms, p99 {p99:.2f} ms, worst {ranked[-1]:.2f} ms")


if __name__ == "__main__":
    main()
