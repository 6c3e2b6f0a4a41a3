"""The report for paper: its words, its chart, and nothing that was typed unless it was asked for."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from bot.delivery import drawing
from bot.domain.record import Record
from bot.exports import report
from tests.cast import shipped_content
from tests.exports.records import ANA

CHART = {
    "kind": "progress",
    "days": ["Mon, 2 Mar", "Tue, 3 Mar"],
    "numbness": [3, None],
    "pain": [2, 1],
    "moved": [1, 0],
    "words": {name: name for name in ("numbness", "pain", "moved", "scale", "title")},
}
SILENT = replace(ANA, check_ins=[replace(one, note=None) for one in ANA.check_ins])


def made(record: Record, language: str = "en", chart: bytes | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(report.pdf(record, shipped_content(), language, [chart] if chart else ())))


def words(record: Record, language: str = "en") -> str:
    """All that the pages say, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in made(record, language).pages).split())


def test_it_says_what_was_done_of_what_was_asked_and_what_was_not_counted() -> None:
    said = words(SILENT)
    assert "Report on patient K7F2" in said
    assert "1 of 2 exercises and breaks" in said
    assert "Planned, never asked: 1 while exercises were stopped" in said


def test_a_tip_that_came_is_no_exercise_done() -> None:
    tip = replace(ANA.reminded[0], id=29, kind="tip", exercise=None, answered_at=None)
    assert "1 of 2 exercises and breaks" in words(replace(SILENT, reminded=[*SILENT.reminded, tip]))


def test_it_says_who_saw_an_urgent_answer_and_what_was_reported() -> None:
    said = words(SILENT)
    assert "emergency answer. Reported: new trouble peeing, new numbness between the legs." in said
    assert "Seen by the team: Sun, 15 Mar" in said


def test_what_was_not_answered_is_a_dash() -> None:
    half = replace(ANA.check_ins[0], pain=None, change=None, note=None)
    assert "numbness 3, pain –, compared with last week: –" in words(replace(ANA, check_ins=[half]))


def test_typed_words_are_there_only_when_the_record_has_them() -> None:
    assert "HYPERLINK" in words(ANA)
    assert "HYPERLINK" not in words(SILENT)


@pytest.mark.parametrize("language", shipped_content().languages)
def test_every_language_has_its_letters(language: str) -> None:
    said = words(SILENT, language)
    assert shipped_content().say(language).label("report.cases.head") in said
    assert "\N{REPLACEMENT CHARACTER}" not in said


def test_a_record_without_anything_says_so() -> None:
    said = words(replace(ANA, plans=[], check_ins=[], reminded=[], cases=[]))
    assert "No urgent answer was given in this time." in said
    assert "No check-in was finished in this time." in said
    assert "No plan ran in this time." in said


def test_the_chart_is_on_the_first_page() -> None:
    assert next(len(page.images) for page in made(SILENT, chart=drawing.draw(CHART)).pages) == 1
    assert next(len(page.images) for page in made(SILENT).pages) == 0


def test_a_long_record_goes_over_several_pages_with_a_foot_on_each() -> None:
    many = replace(SILENT, cases=[replace(ANA.cases[0], id=number) for number in range(60)])
    pages = made(many).pages
    assert len(pages) > 1
    assert all("not for emergencies" in page.extract_text() for page in pages)


def test_the_same_record_makes_the_same_file() -> None:
    assert report.pdf(SILENT, shipped_content(), "en") == report.pdf(SILENT, shipped_content(), "en")
