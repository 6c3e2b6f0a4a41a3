"""Private notes: the therapist writes, reads and deletes; nobody else does, and no word of them is anywhere else."""

import logging

import pytest

from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

SECRET = "Reports new numbness between the legs, <i>wants</i> to wait"


@on_sqlite
async def test_a_note_is_written_read_and_deleted_and_the_patient_never_sees_it(
    ana: Phone, tom: Phone, ada: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "stepwell")
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("0 private notes")
    assert "The patient never sees them" in tom.sees()
    await tom.taps("Write a note")
    await tom.says(SECRET)
    assert "The note is saved." in tom.sees()
    assert SECRET in tom.sees()
    assert "Get emergency help" not in tom.sees()
    await tom.taps("Card")
    assert tom.sees().count("Ana")
    await ada.says("/audit")
    assert "wrote a private note" in ada.sees()
    assert "numbness between" not in ana.sees() + ada.sees() + caplog.text
    await tom.taps("1 private note")
    await tom.taps("Delete 1")
    assert "The note is deleted." in tom.sees()
    await tom.taps("Card")
    await tom.taps("0 private notes")


@on_sqlite
async def test_a_note_that_was_called_off_takes_no_words(stage: Stage, ana: Phone, tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("private notes")
    await tom.taps("Write a note")
    await tom.taps("No note")
    await tom.says("just talking")
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("0 private notes")
