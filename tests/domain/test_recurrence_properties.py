"""Random rules, zones and dates against an oracle that knows zoneinfo alone, with the clock changes in the middle."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import EVERY_DAY, NUDGES_A_DAY, Moment, Rule, moments
from bot.domain.recurrence.days import MOST_WITH_REST, spread
from tests.examples import examples

CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22), date(2027, 2, 7), date(2027, 3, 14)),
    "Pacific/Apia": (date(2010, 9, 26), date(2011, 12, 30)),
    "Asia/Kathmandu": (date(1986, 1, 1),),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Nuuk": (date(2026, 3, 28), date(2026, 10, 24)),
    "America/Sao_Paulo": (date(2018, 11, 4), date(2018, 2, 17)),
    "UTC": (date(2026, 3, 29),),
}
"""A zone, and days around which its clocks change."""
DAY = timedelta(days=1)
some = settings(max_examples=examples(50, 3000), deadline=None)


@st.composite
def zones_and_days(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a day at most a week before or after one of its changes."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    return zone, draw(st.sampled_from(CHANGES[zone])) + timedelta(days=draw(st.integers(-7, 7)))


clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))


@st.composite
def rules(draw: st.DrawFn, first: date) -> Rule:
    """Any rule that stands around a day."""
    near = st.integers(-9, 9).map(lambda days: first + timedelta(days=days))
    document: dict[str, object] = {}
    kind = draw(st.sampled_from(("weekdays", "every_days", "times_a_week")))
    if kind == "every_days":
        document |= {"every_days": draw(st.integers(1, 9)), "anchor": draw(near)}
    else:
        document["days"] = sorted(draw(st.sets(st.sampled_from(EVERY_DAY), min_size=1)))
    if kind == "times_a_week":
        fitting = [n for n in range(1, MOST_WITH_REST + 1) if spread(tuple(document["days"]), n)]  # type: ignore[arg-type]
        document["times_a_week"] = draw(st.sampled_from(fitting))
    if draw(st.booleans()):
        document["times"] = draw(st.lists(clock, min_size=1, max_size=4))
    else:
        start, end = sorted(draw(st.lists(clock, min_size=2, max_size=2, unique=True)))
        document |= {"every_minutes": draw(st.integers(20, 120)), "start": start, "end": end}
    if draw(st.booleans()):
        document["starts_on"] = draw(near)
        document["ends_on"] = document["starts_on"] + timedelta(days=draw(st.integers(0, 20)))  # type: ignore[operator]
        if draw(st.booleans()):
            document["limit"] = draw(st.integers(1, 25))
    return Rule.read(document)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rule, str, date]:
    zone, first = draw(zones_and_days())
    return draw(rules(first)), zone, first


def oracle(rule: Rule, zone: str, first: date, days: int) -> list[Moment]:
    """Every local slot, walked to from the rule's own beginning, with its instant by zoneinfo."""
    found, left = [], rule.limit or 10**9
    day = rule.starts_on or first
    while day < first + timedelta(days=days):
        slots = oracle_times(rule) if oracle_names(rule, day) else []
        for slot, at in enumerate(slots[:left]):
            # fold=0 reads a wall time in a gap by the offset before it, and one in a fold as the first.
            instant = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
            if day >= first and not (is_left_out(day, zone) and oracle_names(rule, day + DAY) and left > len(slots)):
                found.append(Moment(day, slot, instant))
        left -= len(slots[:left])
        day += DAY
    return found


def oracle_names(rule: Rule, day: date) -> bool:
    if (rule.starts_on and day < rule.starts_on) or (rule.ends_on and day > rule.ends_on):
        return False
    if rule.every_days:
        anchor = rule.anchor or rule.starts_on
        assert anchor is not None
        return day in {anchor + timedelta(days=rule.every_days * place) for place in range(60)}
    return day.weekday() in (spread(rule.days, rule.times_a_week) if rule.times_a_week else rule.days)


def oracle_times(rule: Rule) -> list[time]:
    if rule.times:
        return sorted({time.fromisoformat(text) for text in rule.times})
    first, last = (60 * at.hour + at.minute for at in map(time.fromisoformat, (rule.start, rule.end)))
    minutes = [at for at in range(first + 1, last) if (at - first) % rule.every_minutes == 0]
    return [time(at // 60, at % 60) for at in minutes[:NUDGES_A_DAY]]


def is_left_out(day: date, zone: str) -> bool:
    """Whether no instant has this local date, looking at every hour around it."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    around = (noon + timedelta(hours=hour) for hour in range(-40, 41))
    return day not in {at.astimezone(ZoneInfo(zone)).date() for at in around}


@some
@given(cases())
def test_each_local_slot_comes_exactly_once_at_the_instant_that_an_oracle_finds(case: tuple[Rule, str, date]) -> None:
    rule, zone, first = case
    found = list(moments(rule, zone, first, 16))
    assert found == oracle(rule, zone, first, 16)
    keys = [(one.local_date, one.slot) for one in found]
    assert keys == sorted(set(keys))


@some
@given(cases())
def test_instants_grow_by_local_date_and_where_no_gap_moves_them(case: tuple[Rule, str, date]) -> None:
    rule, zone, first = case
    found = list(moments(rule, zone, first, 16))
    for before, after in pairwise(found):
        assert before.at < after.at or is_moved(rule, zone, before) or is_moved(rule, zone, after)
    firsts = {one.local_date: one.at for one in reversed(found)}
    assert list(firsts.values()) == sorted(set(firsts.values()), reverse=True)


def is_moved(rule: Rule, zone: str, one: Moment) -> bool:
    here = one.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return here != datetime.combine(one.local_date, rule.wall_times(one.local_date)[one.slot])


@some
@given(cases())
def test_only_a_gap_takes_a_moment_out_of_its_window(case: tuple[Rule, str, date]) -> None:
    rule, zone, first = case
    for one in moments(rule, zone, first, 16):
        if rule.every_minutes and not is_moved(rule, zone, one):
            here = one.at.astimezone(ZoneInfo(zone)).time()
            assert time.fromisoformat(rule.start) < here < time.fromisoformat(rule.end)


@some
@given(cases(), st.integers(1, 15))
def test_a_range_cut_in_two_gives_the_same(case: tuple[Rule, str, date], cut: int) -> None:
    rule, zone, first = case
    halves = [*moments(rule, zone, first, cut), *moments(rule, zone, first + timedelta(days=cut), 16 - cut)]
    assert halves == list(moments(rule, zone, first, 16))


@some
@given(cases())
def test_the_limit_and_both_ends_are_kept(case: tuple[Rule, str, date]) -> None:
    rule, zone, first = case
    begin = rule.starts_on or first
    found = list(moments(rule, zone, begin - timedelta(days=3), 40))
    assert not rule.limit or len(found) <= rule.limit
    assert not rule.starts_on or all(rule.starts_on <= one.local_date <= rule.ends_on for one in found)  # type: ignore[operator]


@some
@given(cases())
def test_a_rule_comes_back_from_its_document(case: tuple[Rule, str, date]) -> None:
    assert Rule.read(case[0].document()) == case[0]


@given(st.sets(st.sampled_from(EVERY_DAY), min_size=1), st.integers(1, MOST_WITH_REST))
def test_days_of_a_week_never_follow_each_other(allowed: set[int], how_many: int) -> None:
    chosen = spread(tuple(sorted(allowed)), how_many)
    assert set(chosen) <= allowed
    assert len(chosen) in (0, how_many)
    assert not {day for day in chosen if (day + 1) % 7 in chosen}
