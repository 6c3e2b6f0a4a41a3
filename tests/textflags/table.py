"""The labelled sentences: language, words, and the red flags that they affirm."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.domain.textflags import Detection, detect
from tests.cast import shipped_content

HERE = Path(__file__).parent
EMERGENCY = {flag for flag, tier in shipped_content().tiers.items() if tier.word == "emergency"} | {"emergency"}


@dataclass(frozen=True)
class Sentence:
    language: str
    words: str
    expected: frozenset[str]

    @cached_property
    def heard(self) -> Detection:
        return found_in(self.words)


def found_in(words: str) -> Detection:
    return detect(words, shipped_content().lexicon)


def sentences(name: str = "sentences.tsv") -> list[Sentence]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Sentence(row["lang"], row["sentence"], frozenset(row["expected_flags"].split(",")) - {"-", ""}) for row in rows
    ]


EVERY = (*sentences(), *sentences("given.tsv"))
