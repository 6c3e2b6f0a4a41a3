"""A patient's last 14 days at a glance, out of their record. What was not answered stays empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import adherence, wall
from bot.domain.adherence import ASKED, Tally
from bot.domain.record import CheckInDone, Record, Reminded
from bot.domain.triage import Tier

DAYS = 14
CHECK_IN = "check_in"


@dataclass(frozen=True)
class DaySeen:
    """One local day. `check_in` is 'done', 'unanswered' or 'unasked'; `flag` is the gravest that was reported."""

    date: date
    numbness: int | None
    pain: int | None
    check_in: str
    moves: Tally
    flag: Tier = Tier.NONE


@dataclass(frozen=True)
class Fortnight:
    """`moves` is done of asked; `apart` is what was planned and never asked, by the names of adherence.APART."""

    days: tuple[DaySeen, ...]
    moves: Tally
    apart: Mapping[str, int]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(day.check_in != "unasked" or day.moves.asked or day.flag for day in self.days)


def of(record: Record, tiers: Mapping[str, Tier], *, days: int = DAYS) -> Fortnight:
    """The days up to the record's end. `tiers` says how grave each red flag is."""
    today = wall.local(record.until, record.zone).date()
    dates = [today - timedelta(days=ago) for ago in range(days - 1, -1, -1)]
    reminded = [one for one in record.reminded if dates[0] <= one.local_date <= today]
    moves = [one for one in reminded if one.kind not in adherence.NO_MOVES]
    return Fortnight(
        tuple(_day(record, day, [one for one in reminded if one.local_date == day], tiers) for day in dates),
        adherence.tally(one.state for one in moves),
        adherence.apart((one.state, one.reason) for one in moves),
    )


def _day(record: Record, day: date, reminded: Sequence[Reminded], tiers: Mapping[str, Tier]) -> DaySeen:
    on_day = [one for one in record.check_ins if _local(record, one.opened_at) == day]
    daily = [one for one in on_day if not one.urgent and not one.full]
    return DaySeen(
        date=day,
        numbness=_last([one.numbness for one in daily]),
        pain=_last([one.pain for one in daily]),
        check_in=_check_in(daily, reminded),
        moves=adherence.tally(one.state for one in reminded if one.kind not in adherence.NO_MOVES),
        flag=_gravest(record, day, on_day, tiers),
    )


def _local(record: Record, at: datetime) -> date:
    return wall.local(at, record.zone).date()


def _last(values: Sequence[int | None]) -> int | None:
    return next((value for value in reversed(values) if value is not None), None)


def _check_in(daily: Sequence[CheckInDone], reminded: Sequence[Reminded]) -> str:
    if any(one.finished_at is not None for one in daily):
        return "done"
    asked = any(one.kind == CHECK_IN and one.state in ASKED for one in reminded)
    return "unanswered" if daily or asked else "unasked"


def _gravest(record: Record, day: date, on_day: Sequence[CheckInDone], tiers: Mapping[str, Tier]) -> Tier:
    """The gravest of what was ticked and of the cases that began on a day."""
    ticked = [tiers.get(flag, Tier.ROUTINE) for one in on_day for flag in one.flags]
    begun = [Tier.named(case.tier) for case in record.cases if _local(record, case.opened_at) == day]
    return max([*ticked, *begun], default=Tier.NONE)
