"""The content in memory: items with their data, and their texts in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.content.numbers import Numbers
from bot.content.words import Words
from bot.domain import posture, triage
from bot.domain.checkin import Item as Asked
from bot.domain.figure import Figure
from bot.domain.lanes import Kind
from bot.domain.policy import Policy
from bot.domain.profile import FACTS
from bot.domain.textflags import Lexicon

REFERENCE = "en"


class ContentError(Exception):
    """The content cannot be used; `problems` says what is wrong, a line each, with the file's name."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Strict(BaseModel):
    """A table of a content file: a key that nobody knows is an error, not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Reviewed(Strict):
    """Clinical content says where it comes from and who signed it; empty means not signed yet."""

    source: str
    reviewed_by: str = ""


TierWord = Literal["emergency", "urgent", "routine", "none"]


class RedFlagData(Reviewed):
    """`weekly` is asked one by one. `instead_of` is another answer to that flag's question; `after` is asked when
    one of these was reported.
    """

    tier: TierWord
    daily: bool = False
    listed: bool = False
    weekly: bool = False
    instead_of: str | None = None
    after: frozenset[str] = frozenset()
    order: int


class RedFlagText(Strict):
    label: str = Field(max_length=34)
    question: str
    first_line: str
    tell_them: str


class PhraseData(Reviewed):
    """A ready-made message of a therapist; `taps` are the answers that the patient can give by a tap.

    It asks nothing about symptoms: such a question belongs to the check-in, where an answer weighs.
    """

    order: int
    taps: tuple[Literal["yes", "no", "call"], ...] = ()


class PhraseText(Strict):
    """`name` is the therapist's button, `text` what the patient reads."""

    name: str = Field(max_length=40)
    text: str = Field(max_length=400)


class PageData(Reviewed):
    order: int
    parent: str | None = None
    see_doctor: str | None = None


class PageText(Strict):
    title: str = Field(max_length=40)
    text: str = Field(max_length=1200)


class LineText(Strict):
    text: str


class NoData(Strict):
    """An item that has words alone."""


class ReleaseData(Reviewed):
    """A point of the list that a therapist ticks before exercises come again."""

    order: int


class TipData(Reviewed):
    section: Literal["lifestyle", "prevention", "education"]
    exercise_advice: bool
    not_when: tuple[str, ...] = ()


class TipText(Strict):
    title: str = Field(max_length=40)
    text: str = Field(max_length=500)


class Dose(Strict):
    sets: int = 0
    reps: int = 0
    hold_seconds: int = 0
    minutes: int = 0


Position = Literal["chair", "desk", "standing", "floor"]
Purpose = Literal["circulation", "mobility", "stretching", "strength", "balance", "nerve", "posture"]


class ExerciseData(Reviewed):
    """`level` 3 is to be taught face to face before it may be done alone. `most` is how far a therapist is offered to
    step `dose` up, part by part; a part that is not named is never offered.
    """

    code: str
    position: tuple[Position, ...] = Field(min_length=1)
    purposes: tuple[Purpose, ...] = Field(min_length=1)
    level: int = Field(ge=1, le=3)
    cautions: tuple[str, ...] = ()
    serves: str
    dose: Dose
    most: Dose = Dose()
    figure: Figure

    @field_validator("figure")
    @classmethod
    def _can_be_drawn(cls, figure: Figure) -> Figure:
        """Raises ValueError for a figure whose hands do not reach what they hold."""
        posture.posing(figure)
        return figure


class CautionText(Strict):
    """`name` is for therapists; `patient` ends the sentence "ask first if you have ..."."""

    name: str = Field(max_length=40)
    patient: str = Field(max_length=60)


class ExerciseText(Strict):
    name: str = Field(max_length=40)
    dose_text: str
    steps: tuple[str, ...] = Field(min_length=1)
    stop_if: tuple[str, ...] = ()


class PlanLine(Strict):
    """A line of a starter plan. `at` and `within` name times that the patient chose."""

    kind: Kind
    exercise: str | None = None
    at: Literal["check_in"] | None = None
    within: Literal["sitting"] | None = None
    times: tuple[str, ...] = ()
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    every_minutes: int = 0
    dose: Dose | None = None


class PlanData(Reviewed):
    order: int
    lines: tuple[PlanLine, ...] = Field(min_length=1)


class PlanText(Strict):
    name: str = Field(max_length=40)
    about: str


def _known_fact(name: str) -> str:
    if name not in FACTS:
        raise ValueError(f"nothing is known of '{name}': use one of {', '.join(FACTS)}")
    return name


Fact = Annotated[str, AfterValidator(_known_fact)]


class RuleData(Reviewed):
    """One way to meet a combination rule; see `triage.Rule`."""

    every: frozenset[str] = frozenset()
    some: frozenset[str] = frozenset()
    tier: TierWord
    profile: frozenset[Fact] = frozenset()
    at_least: int = Field(default=0, ge=0)
    of_tiers: frozenset[TierWord] = frozenset()
    contradiction: bool = False
    within_days: int | None = Field(default=None, ge=2)
    priority: Literal["high"] | None = None
    ack_minutes: int | None = Field(default=None, ge=1)
    label: Literal["contradictory"] | None = None
    added: Literal["cancer", "surgery", "pregnancy"] | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> "RuleData":
        if not (self.every or self.some or self.at_least or self.contradiction):
            raise ValueError("it names no red flag")
        if bool(self.at_least) != bool(self.of_tiers):
            raise ValueError("at_least and of_tiers go together")
        return self


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
