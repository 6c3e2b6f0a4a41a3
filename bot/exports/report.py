"""A record as a PDF of a few pages, with charts, that a patient or a therapist can hand to a doctor.

It shows what was reported and done. It draws no conclusion, and has no typed words unless the record has them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import matplotlib
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.content import Content, Words
from bot.domain import adherence, wall
from bot.domain.record import CaseSeen, CheckInDone, Measured, PlanGiven, Record

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
"""DejaVu comes with the drawing library, and has the letters of every language that is shipped."""
INK, SOFT, LINE = (31, 42, 55), (91, 103, 117), (213, 219, 227)
LEFT, WIDTH = 18, 174
PICTURE = 112
"""Millimetres that a picture may be high: two of them, or one with the words, on a page."""
LATEST = 20
"""Check-ins that the table of the last days shows."""


def pdf(record: Record, content: Content, language: str, charts: Sequence[bytes] = ()) -> bytes:
    """The report's bytes. `charts` are PNGs, as `bot.delivery.drawing` makes them."""
    say = content.say(language)
    page = _Page(say, record)
    page.title()
    for chart in charts:
        page.picture(chart)
    page.section("report.done.head", _done(say, record))
    page.section("report.cases.head", _cases(content, language, record) or [say.label("report.cases.none")])
    page.section("report.days.head", _days(say, record) or [say.label("report.days.none")])
    page.section("report.measures.head", _measures(say, record) or [say.label("report.measures.none")])
    page.section("report.plans.head", _plans(content, language, record) or [say.label("report.plans.none")])
    return bytes(page.file.output())


class _Page:
    """The paper: one column, plain lines, a footer that says what this is on every page."""

    def __init__(self, say: Words, record: Record) -> None:
        self._say, self._record = say, record
        self.file = _Paper(say.label("report.footer", code=record.code))
        self.file.set_creation_date(record.until)
        self.file.set_title(say.label("report.title", code=record.code))
        self.file.set_lang(say.language)
        self.file.add_font("body", "", str(FONTS / "DejaVuSans.ttf"))
        self.file.add_font("body", "B", str(FONTS / "DejaVuSans-Bold.ttf"))
        self.file.set_margins(LEFT, 16, LEFT)
        self.file.set_auto_page_break(auto=True, margin=20)
        self.file.add_page()

    def title(self) -> None:
        say, record = self._say, self._record
        self._text(say.label("report.title", code=record.code), size=16, bold=True)
        start, end = (say.dated(wall.local(at, record.zone).date()) for at in (record.since, record.until))
        self._text(say.label("report.period", start=start, end=end, zone=record.zone), colour=SOFT)
        self._text(say.label("report.reported"), colour=SOFT)
        if record.places:
            places = ", ".join(say.label(f"places.{place}") for place in record.places)
            self._text(say.label("report.places", places=places))
        self.file.ln(2)

    def picture(self, png: bytes) -> None:
        self.file.image(BytesIO(png), x=LEFT, w=WIDTH, h=PICTURE, keep_aspect_ratio=True)
        self.file.ln(3)

    def section(self, head: str, lines: Iterable[str]) -> None:
        self.file.ln(2)
        self._text(self._say.label(head), size=12, bold=True)
        self.file.set_draw_color(*LINE)
        self.file.line(LEFT, self.file.get_y(), LEFT + WIDTH, self.file.get_y())
        self.file.ln(1.5)
        for line in lines:
            self._text(line)

    def _text(self, text: str, *, size: float = 9.5, bold: bool = False, colour: Sequence[int] = INK) -> None:
        self.file.set_font("body", "B" if bold else "", size)
        self.file.set_text_color(*colour)
        self.file.multi_cell(WIDTH, size * 0.55, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


class _Paper(FPDF):
    def __init__(self, about: str) -> None:
        super().__init__(format="A4")
        self._about = about

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("body", "", 7.5)
        self.set_text_color(*SOFT)
        self.cell(WIDTH - 12, 5, self._about)
        self.cell(12, 5, str(self.page_no()), align="R")


def _done(say: Words, record: Record) -> list[str]:
    """Done of what was asked, and apart from it what was never asked of the patient, by reason."""
    moves = [one for one in record.reminded if one.kind not in adherence.NO_MOVES]
    tally = adherence.tally(one.state for one in moves)
    finished = sum(one.finished_at is not None and not one.urgent for one in record.check_ins)
    apart = adherence.apart((one.state, one.reason) for one in moves)
    return [
        say.label("report.done.check_ins", n=finished),
        say.label("report.done.moves", done=tally.done, asked=tally.asked),
        *(
            say.label("report.done.apart", part=say.label(f"adherence.kept.{name}", n=number))
            for name, number in apart.items()
        ),
        say.label("report.done.how"),
    ]


def _cases(content: Content, language: str, record: Record) -> list[str]:
    return [_case(content, language, record, case) for case in record.cases]


def _case(content: Content, language: str, record: Record, case: CaseSeen) -> str:
    say = content.say(language)
    known = (content.red_flags[flag].text(language).tell_them for flag in case.flags if flag in content.red_flags)
    line = say.label(
        "report.cases.line",
        time=_moment(say, record, case.opened_at),
        tier=say.label(f"report.tier.{case.tier}"),
        flags=", ".join(known) or "–",
    )
    seen = (
        say.label("report.cases.seen", time=_moment(say, record, case.acknowledged_at)) if case.acknowledged_at else ""
    )
    ended = say.label("report.cases.closed", time=_moment(say, record, case.closed_at)) if case.closed_at else ""
    return " ".join(part for part in (line, seen or say.label("report.cases.unseen"), ended) if part)


def _moment(say: Words, record: Record, at: datetime) -> str:
    return f"{say.day_of(at, record.zone)}, {say.time(at, record.zone)}"


def _days(say: Words, record: Record) -> list[str]:
    """The last check-ins, the newest first, a line each."""
    finished = [one for one in record.check_ins if one.finished_at is not None and not one.urgent]
    return [_day(say, record, one) for one in reversed(finished[-LATEST:])]


def _day(say: Words, record: Record, one: CheckInDone) -> str:
    line = say.label(
        "report.days.line",
        time=_moment(say, record, one.finished_at or one.opened_at),
        numbness="–" if one.numbness is None else one.numbness,
        pain="–" if one.pain is None else one.pain,
        change=say.label(f"checkin.change_{one.change}") if one.change else "–",
    )
    return say.label("report.days.note", line=line, note=one.note) if one.note else line


def _measures(say: Words, record: Record) -> list[str]:
    """Each time that a measure was answered, the newest first."""
    return [_measured(say, record, one) for one in reversed(record.measured)]


def _measured(say: Words, record: Record, one: Measured) -> str:
    falls = say.label("report.measures.falls", n=one.falls) if one.falls is not None else None
    value = ", ".join(part for part in (f"{one.score:g}" if one.score is not None else "–", falls) if part)
    day = say.day_of(one.at, record.zone)
    return say.label("report.measures.line", day=day, measure=say.label(f"report.measure.{one.measure}"), value=value)


def _plans(content: Content, language: str, record: Record) -> list[str]:
    say = content.say(language)
    return [
        say.label(
            "report.plans.line",
            plan=content.plans[plan.starter].text(language).name if plan.starter in content.plans else plan.starter,
            start=say.day_of(plan.assigned_at, record.zone),
            exercises=", ".join(_names(content, language, plan)) or "–",
        )
        for plan in record.plans
    ]


def _names(content: Content, language: str, plan: PlanGiven) -> list[str]:
    known = (line.exercise for line in plan.lines if line.exercise in content.exercises)
    return list(dict.fromkeys(content.exercises[str(name)].text(language).name for name in known))
