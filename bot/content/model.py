"""The content in memory: items with their data, and their texts in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from bot.content.entries import (
    CautionText,
    ExerciseData,
    ExerciseText,
    LineText,
    NoData,
    PageData,
    PageText,
    PhraseData,
    PhraseText,
    PlanData,
    PlanText,
    RedFlagData,
    RedFlagText,
    ReleaseData,
    Reviewed,
    Strict,
    TipData,
    TipText,
)
from bot.content.numbers import Numbers
from bot.content.words import Words
from bot.domain import triage
from bot.domain.checkin import Item as Asked
from bot.domain.policy import Policy
from bot.domain.textflags import Lexicon

REFERENCE = "en"


class ContentError(Exception):
    """The content cannot be used; `problems` says what is wrong, a line each, with the file's name."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class HelpLine:
    """Who listens or advises in one country: a name as it is known there, and a number to call."""

    name: str
    number: str

    @property
    def is_its_number(self) -> bool:
        """Whether it is called by its number, which then need not be said twice."""
        return self.number.replace(" ", "") in self.name.replace(" ", "").replace("-", "")


Data = TypeVar("Data", bound=Strict)
Text = TypeVar("Text", bound=Strict)


@dataclass(frozen=True)
class Item(Generic[Data, Text]):
    """One thing of the content. A language that lacks its text gets the reference language's."""

    id: str
    data: Data
    texts: Mapping[str, Text]

    def text(self, language: str) -> Text:
        return self.texts.get(language) or self.texts[REFERENCE]


@dataclass(frozen=True)
class Content:
    """Everything that the content folder says, and the deployment's policy beside it.

    `unsigned` names clinical items without a reviewer; `files` is the folder as it was when it was read from `root`.
    """

    words: Mapping[str, Words]
    consent_version: str
    red_flags: Mapping[str, Item[RedFlagData, RedFlagText]]
    rules: tuple[triage.Rule, ...]
    rules_version: str
    pages: Mapping[str, Item[PageData, PageText]]
    see_doctor: Mapping[str, Item[NoData, LineText]]
    tips: Mapping[str, Item[TipData, TipText]]
    cautions: Mapping[str, Item[Reviewed, CautionText]]
    exercises: Mapping[str, Item[ExerciseData, ExerciseText]]
    plans: Mapping[str, Item[PlanData, PlanText]]
    release: Mapping[str, Item[ReleaseData, LineText]]
    phrases: Mapping[str, Item[PhraseData, PhraseText]]
    numbers: Numbers
    crisis_lines: Mapping[str, HelpLine]
    advice_lines: Mapping[str, HelpLine]
    lexicon: Lexicon
    raised: Mapping[str, triage.Tier]
    unsigned: tuple[str, ...]
    lacking: tuple[str, ...]
    root: Path
    files: Mapping[str, bytes]
    policy: Policy = field(default_factory=Policy)

    def say(self, language: str) -> Words:
        """The words of a language; of the reference language for one that there is not."""
        return self.words.get(language) or self.words[REFERENCE]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.words)

    @property
    def tiers(self) -> dict[str, triage.Tier]:
        """Each red flag's own tier, in the content's order; a clinic may have raised it."""
        own = {flag: triage.Tier.named(item.data.tier) for flag, item in self.red_flags.items()}
        return {flag: max(tier, self.raised.get(flag, tier)) for flag, tier in own.items()}

    def daily_flags(self) -> list[str]:
        return [flag for flag, item in self.red_flags.items() if item.data.daily]

    def listed_flags(self) -> list[str]:
        return [flag for flag, item in self.red_flags.items() if item.data.listed]

    def weekly_items(self) -> list[Asked]:
        """What the full list asks one by one: each question with its other answers, and what follows from it."""
        tiers = self.tiers
        return [
            Asked(flag, tiers[flag], self._instead_of(flag), item.data.after)
            for flag, item in self.red_flags.items()
            if item.data.weekly or item.data.after
        ]

    def _instead_of(self, flag: str) -> tuple[str, ...]:
        return tuple(other for other, item in self.red_flags.items() if item.data.instead_of == flag)

    def children(self, page: str | None) -> list[str]:
        """The ids of the library's pages under a page, in order; of its chapters for None."""
        found = [item for item in self.pages.values() if item.data.parent == page]
        return [item.id for item in sorted(found, key=lambda item: item.data.order)]
