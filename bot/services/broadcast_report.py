"""What became of a broadcast: in all, by reason, and by segment. Numbers alone, nobody's name."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Words, lines
from bot.domain.message import Message
from bot.models import Broadcast
from bot.models.person import Role
from bot.services import broadcast_account, people
from bot.services.broadcast_account import Account, By, Segment

SEGMENTS: tuple[By, ...] = ("language", "country", "therapist")
COLUMNS = ("sent", "failed", "left_out", "helpful", "not_for_me", "blocked")
"""Of the table, after the segment and its value; each is a field of `broadcast_account.Segment`."""


async def messages(session: AsyncSession, content: Content, row: Broadcast, language: str, title: str) -> list[Message]:
    """The report as a picture with its words, and as a table for a spreadsheet."""
    found, say = await broadcast_account.account(session, row), content.say(language)
    totals = _totals(found)
    text = lines(
        say("bc.report.head", title=title),
        *(say(f"bc.report.{name}", n=number) for name, number in totals.items() if number),
        *(say("bc.out.line", why=why(say, name), n=number) for name, number in sorted(found.reasons.items())),
    )
    languages = [one for one in await broadcast_account.segments(session, row, "language") if one.sent]
    picture = {
        "kind": "broadcast",
        "title": title,
        "bars": [[say.label(f"bc.column.{name}"), number] for name, number in totals.items()],
        "segments": [[content.say(one.name).language_name(), one.helpful, one.not_for_me] for one in languages],
        "words": {name: say.label(f"bc.column.{name}") for name in ("helpful", "not_for_me")},
    }
    table = {"kind": "table", "name": f"broadcast-{row.id}.csv", "rows": await _rows(session, row, found)}
    return [Message(text, picture=picture), Message(say("bc.report.table"), file=table)]


def _totals(found: Account) -> dict[str, int]:
    return {
        "sent": found.sent,
        "failed": found.failed,
        "left_out": found.left_out,
        "waiting": found.waiting,
        "helpful": found.helpful,
        "not_for_me": found.not_for_me,
        "blocked": found.blocked + found.blocked_after,
    }


def why(say: Words, reason: str) -> str:
    """A reason in words; what Telegram said of a broken message is told as that."""
    return say.label("bc.why.broken" if reason.startswith("broken") else f"bc.why.{reason}")


async def _rows(session: AsyncSession, row: Broadcast, found: Account) -> list[list[str]]:
    """All, then each segment, then the reasons of those who did not get it."""
    every = Segment(
        "", found.sent, found.failed, found.left_out, found.helpful, found.not_for_me, _totals(found)["blocked"]
    )
    names = {str(one.id): one.first_name for one in await people.with_role(session, Role.THERAPIST)}
    rows = [["segment", "value", *COLUMNS], _row("all", every)]
    for by in SEGMENTS:
        rows += [
            _row(by, one, names if by == "therapist" else {})
            for one in await broadcast_account.segments(session, row, by)
        ]
    return [*rows, *(["reason", name, str(number)] for name, number in sorted(found.reasons.items()))]


def _row(segment: str, one: Segment, names: dict[str, str] | None = None) -> list[str]:
    return [segment, (names or {}).get(one.name, one.name), *(str(getattr(one, name)) for name in COLUMNS)]
