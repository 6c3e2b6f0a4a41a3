"""What became of a broadcast: in all, by reason, and by segment. Numbers alone, nobody's name."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Words, lines
from bot.domain.audience import Opinion
from bot.domain.message import Message
from bot.models import Broadcast, BroadcastRecipient, Patient, Person, Plan, RecipientState

DELIVERED = (RecipientState.SENT, RecipientState.UNSURE)
OPINIONS = (Opinion.HELPFUL, Opinion.NOT_FOR_ME, Opinion.BLOCKED)
COLUMNS = ("delivered", "undelivered", "left_out", "waiting", "helpful", "not_for_me", "blocked")
"""Of the table, after the segment and its value."""


@dataclass
class Tally:
    """One segment: how many are in each of COLUMNS, and the reasons of those who did not get it."""

    numbers: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


Segments = dict[str, dict[str, Tally]]
"""segment -> its value -> the tally; the segment 'all' has the single value ''."""


async def tally(session: AsyncSession, row: Broadcast) -> Segments:
    """The ledger counted by language, country and plan, in one look."""
    plan = select(Plan.starter).where(Plan.patient_id == Person.id, col(Plan.ended_at).is_(None)).limit(1)
    groups = (
        BroadcastRecipient.state, BroadcastRecipient.reason, BroadcastRecipient.answer, Person.language,
        Patient.country, plan.correlate(Person).scalar_subquery().label("plan"),
    )  # fmt: skip
    counted = (
        select(*groups, func.count())  # type: ignore[call-overload]
        .join(Person, col(Person.id) == BroadcastRecipient.person_id)
        .outerjoin(Patient, col(Patient.person_id) == Person.id)
        .where(BroadcastRecipient.broadcast_id == row.id)
        .group_by(*groups)
    )
    found: Segments = defaultdict(lambda: defaultdict(Tally))
    for state, reason, answer, language, country, starter, number in (await session.exec(counted)).all():
        for segment, value in (("all", ""), ("language", language), ("country", country), ("plan", starter)):
            _add(found[segment][value or ""], state, reason, answer, number)
    return found


def _add(into: Tally, state: str, reason: str | None, answer: str | None, number: int) -> None:
    if state in DELIVERED:
        into.numbers["delivered"] += number
    elif state == RecipientState.FAILED:
        into.numbers["undelivered"] += number
    elif state == RecipientState.LEFT_OUT:
        into.numbers["left_out"] += number
    else:
        into.numbers["waiting"] += number
    if reason and state not in DELIVERED:
        into.reasons[reason] += number
    if answer in OPINIONS:
        into.numbers[answer] += number


async def messages(session: AsyncSession, content: Content, row: Broadcast, language: str, title: str) -> list[Message]:
    """The report as a picture with its words, and as a table for a spreadsheet."""
    found, say = await tally(session, row), content.say(language)
    every = found["all"][""]
    text = lines(
        say("bc.report.head", title=title),
        *(say(f"bc.report.{name}", n=every.numbers[name]) for name in COLUMNS if every.numbers[name]),
        *(say("bc.out.line", why=why(say, name), n=number) for name, number in every.reasons.most_common()),
    )
    languages = {value: one for value, one in found["language"].items() if one.numbers["delivered"]}
    picture = {
        "kind": "broadcast",
        "title": title,
        "bars": [[say.label(f"bc.column.{name}"), every.numbers[name]] for name in COLUMNS],
        "segments": [
            [content.say(value).language_name(), one.numbers["helpful"], one.numbers["not_for_me"]]
            for value, one in languages.items()
        ],
        "words": {name: say.label(f"bc.column.{name}") for name in ("helpful", "not_for_me")},
    }
    table = {"kind": "table", "name": f"broadcast-{row.id}.csv", "rows": _rows(found)}
    return [Message(text, picture=picture), Message(file=table, text=say("bc.report.table"))]


def why(say: Words, reason: str) -> str:
    """A reason in words; what Telegram said of a broken message is told as that."""
    return say.label("bc.why.broken" if reason.startswith("broken") else f"bc.why.{reason}")


def _rows(found: Segments) -> list[list[str]]:
    reasons = sorted({reason for one in found["all"].values() for reason in one.reasons})
    head = ["segment", "value", *COLUMNS, *(f"reason:{reason}" for reason in reasons)]
    rows = [
        [segment, value, *(str(one.numbers[name]) for name in COLUMNS), *(str(one.reasons[name]) for name in reasons)]
        for segment, values in found.items()
        for value, one in sorted(values.items())
    ]
    return [head, *rows]
