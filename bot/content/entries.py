"""The tables that clinicians write in the content files, each with what it must hold."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.domain import posture
from bot.domain.figure import Figure
from bot.domain.lanes import Kind
from bot.domain.profile import FACTS


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
