"""A record with one of everything, for the exports' tests."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.record import CaseSeen, CheckInDone, ConsentGiven, Measured, PlanGiven, PlanLineGiven, Record, Reminded

NOW = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)


def at(*, days: int, hours: int = 0) -> datetime:
    return NOW - timedelta(days=days, hours=-hours)


ANA = Record(
    code="K7F2",
    zone="Europe/Madrid",
    country="ES",
    places=("left_foot",),
    since=at(days=14),
    until=NOW,
    consents=[ConsentGiven(1, "1", "ab" * 32, "en", at(days=14), None)],
    plans=[
        PlanGiven(
            3,
            "starter",
            at(days=14),
            None,
            (
                PlanLineGiven("check_in", None, {"times": ["09:00"], "days": [0, 1, 2, 3, 4, 5, 6]}),
                PlanLineGiven("exercise", "knee_extension", {"times": ["12:30"], "days": [0, 2, 4]}),
            ),
        )
    ],
    check_ins=[
        CheckInDone(10, at(days=3), at(days=3, hours=1), False, "none", (), 3, 2, "same", "=HYPERLINK(1)"),
        CheckInDone(11, at(days=2), None, False, None, (), 4, None, None, None),
        CheckInDone(12, at(days=1), at(days=1), True, "sent", ("bladder", "saddle"), None, None, None, None),
    ],
    reminded=[
        Reminded(
            20,
            date(2026, 3, 13),
            0,
            "exercise",
            "knee_extension",
            at(days=3),
            at(days=3),
            at(days=3, hours=1),
            "done",
            None,
        ),
        Reminded(21, date(2026, 3, 14), 0, "exercise", "knee_extension", at(days=2), at(days=2), None, "expired", None),
        Reminded(22, date(2026, 3, 15), 0, "exercise", "knee_extension", at(days=1), None, None, "held", "held"),
    ],
    measured=[
        Measured(40, "function", at(days=3), 3.7, None, {"activity.1": "3", "activity.2": "4", "activity.3": "4"}),
        Measured(41, "walking", at(days=2), None, 2, {"falls": "2", "walked": "skipped"}),
        Measured(42, "mood", at(days=1), 4, None, {"joy": "3", "low": "1"}),
    ],
    cases=[
        CaseSeen(30, "emergency", ("bladder", "saddle"), "urgent", "v1", at(days=1), at(days=1, hours=1), None, None)
    ],
)
