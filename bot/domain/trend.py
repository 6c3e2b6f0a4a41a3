"""What the answers of many days say that no single day says. A missing answer never counts as improvement.

Source: safety.md §1.6, T1 to T7.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from bot.domain.triage import Tier

FEWEST = 3
"""With fewer answers in a window nothing is said about it. Source: safety.md T7."""
MOSTLY = 0.8
REPEATS_AFTER = timedelta(weeks=4)
DROP, STEEP_DROP = 2, 3
"""Points on the 0 to 10 scale that make a change, and a grave one. Source: safety.md T2."""
JUMP = 4
WORSE_DAYS = 3
FALLS = 2
EXERCISE_WORSE = 2


@dataclass(frozen=True)
class Day:
    """One local day's answers; None is a question that was not answered."""

    date: date
    numbness: int | None = None
    pain: int | None = None
    change: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a rule found: the red flag that it amounts to, and the numbers that show it."""

    rule: str
    tier: Tier
    flag: str
    evidence: Mapping[str, float | int | str] = field(default_factory=dict)


def findings(days: Sequence[Day], today: date, *, examined: date | None, weeks: int | None = None) -> list[Finding]:
    """All that the daily answers amount to at `today`. `examined` is the last recorded visit to a doctor; `weeks`
    is the therapist's own number for T1.
    """
    found = [persistent(days, today, examined=examined, weeks=weeks), often_worse(days, today)]
    for scale in ("numbness", "pain"):
        found += [rising(days, today, scale), risen_over_a_week(days, today, scale)]
    return [one for one in found if one is not None]


def persistent(days: Sequence[Day], today: date, *, examined: date | None, weeks: int | None = None) -> Finding | None:
    """T1: numb on most answered days for longer than so many weeks, and no doctor has looked since."""
    span = timedelta(weeks=weeks if weeks is not None else 1 if examined is None else 4)
    began = min((day.date for day in days if day.numbness is not None), default=today)
    if today - began <= span or (examined is not None and today - examined <= span):
        return None
    answered = _values(days, "numbness", today - span, today)
    numb = sum(number >= 1 for number in answered)
    if len(answered) < FEWEST or numb < MOSTLY * len(answered):
        return None
    return Finding(
        "T1", Tier.ROUTINE, "persist", {"numb_days": numb, "answered": len(answered), "weeks": span.days // 7}
    )


def rising(days: Sequence[Day], today: date, scale: str) -> Finding | None:
    """T2: the last three answers, within four days, against the seven before them."""
    answered = [(day.date, number) for day in _sorted(days, today) if (number := _on(day, scale)) is not None]
    last, before = answered[-FEWEST:], answered[-FEWEST - 7 : -FEWEST]
    if len(last) < FEWEST or len(before) < FEWEST or today - last[0][0] > timedelta(days=3):
        return None
    now, then = median(number for _, number in last), median(number for _, number in before)
    if now - then < DROP:
        return None
    steep = now - then >= STEEP_DROP
    evidence: dict[str, float | int | str] = {"scale": scale, "now": now, "before": then}
    return Finding("T2", Tier.URGENT if steep else Tier.ROUTINE, "rising" if steep else "worse", evidence)


def often_worse(days: Sequence[Day], today: date) -> Finding | None:
    """T3, first half: 'worse' on at least three of the last seven answered days."""
    answered = [day.change for day in _sorted(days, today) if day.change is not None][-7:]
    said = answered.count("worse")
    if len(answered) < FEWEST or said < WORSE_DAYS:
        return None
    return Finding("T3", Tier.ROUTINE, "worse", {"worse_days": said, "answered": len(answered)})


def risen_over_a_week(days: Sequence[Day], today: date, scale: str) -> Finding | None:
    """T3, second half: this week's median against the week before."""
    week = timedelta(days=7)
    now, then = _values(days, scale, today - week, today), _values(days, scale, today - 2 * week, today - week)
    if len(now) < FEWEST or len(then) < FEWEST or median(now) - median(then) < DROP:
        return None
    return Finding("T3", Tier.ROUTINE, "worse", {"scale": scale, "now": median(now), "before": median(then)})


def jumped(before: tuple[datetime, int] | None, after: tuple[datetime, int]) -> bool:
    """T4: four points or more within a day. It asks, and alerts nobody by itself."""
    return before is not None and after[1] - before[1] >= JUMP and after[0] - before[0] <= timedelta(hours=24)


@dataclass(frozen=True)
class Walk:
    """What was answered about walking on one local day: falls in the seven days before, minutes walked a day. None is a
    question that was left out.
    """

    date: date
    falls: int | None = None
    minutes: int | None = None


def unsteady(walks: Sequence[Walk], today: date, *, new_weakness: bool) -> Finding | None:
    """T5: two falls in 30 days, the last of them told today; or walking that has halved within 14 days. Falls are
    counted, and two are two however few the answers; minutes need as many answers as every other trend (T7).
    """
    falls = [(walk.date, walk.falls) for walk in walks if walk.falls and _within(walk.date, today, days=30)]
    fell = sum(number for _, number in falls)
    again = fell >= FALLS and any(day == today for day, _ in falls)
    minutes = sorted(
        (walk.date, walk.minutes) for walk in walks if walk.minutes is not None and _within(walk.date, today, days=14)
    )
    before, now = max((number for _, number in minutes[:-1]), default=0), minutes[-1][1] if minutes else 0
    halved = len(minutes) >= FEWEST and before > 0 and now <= before / 2 and minutes[-1][0] == today
    if not again and not halved:
        return None
    tier, flag = (Tier.URGENT, "walk_balance") if new_weakness else (Tier.ROUTINE, "walk_slow")
    evidence: dict[str, float | int | str] = {"falls": fell}
    return Finding("T5", tier, flag, evidence | ({"now": now, "before": before} if halved else {}))


def _within(day: date, today: date, *, days: int) -> bool:
    return timedelta(0) <= today - day <= timedelta(days=days)


def keeps_worsening(times: Iterable[datetime]) -> bool:
    """T6: whether a line of the plan made it worse twice within seven days, whenever that was. `times` are those of
    the answers: only a therapist who changes the line ends it.
    """
    known = sorted(times)
    return any(
        last - first <= timedelta(days=7) for first, last in zip(known, known[EXERCISE_WORSE - 1 :], strict=False)
    )


def _sorted(days: Sequence[Day], today: date) -> list[Day]:
    return sorted((day for day in days if day.date <= today), key=lambda day: day.date)


def _on(day: Day, scale: str) -> int | None:
    return day.numbness if scale == "numbness" else day.pain


def _values(days: Sequence[Day], scale: str, after: date, until: date) -> list[int]:
    """The answers of the days after one date up to another."""
    return [number for day in days if after < day.date <= until and (number := _on(day, scale)) is not None]
