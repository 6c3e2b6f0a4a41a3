"""The judge itself: what it lets pass, and what it does not."""

from typing import Any

import pytest

from bot.sandbox.errors import RefusedError
from bot.sandbox.transcript import Entry
from tests.cast import MONDAY_MORNING
from tests.strict.judge import judge

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 101, "type": "private", "first_name": "Ana"}, "text": "hello"}
CALL = {"chat_id": "101", "text": "hello"}
REFUSED = RefusedError(400, "Bad Request: message is not modified: it is the same")


def transcript(
    method: str,
    params: dict[str, str],
    *,
    result: Any = None,
    error: RefusedError | None = None,
    fault: str | None = None,
) -> list[Entry]:
    """One call, as a transcript has it."""
    return [Entry(method, params, {}, MONDAY_MORNING, result, error, fault)]


def test_a_right_call_with_a_right_answer_passes() -> None:
    keyboard = '{"inline_keyboard": [[{"text": "a", "callback_data": "b", "style": "danger"}]]}'
    judge(transcript("sendMessage", CALL | {"reply_markup": keyboard}, result=MESSAGE))


@pytest.mark.parametrize(
    ("method", "params", "says"),
    [
        ("sendMessage", {"chat_id": "101"}, "does not parse"),
        ("sendMessage", {"chat_id": "101", "text": "a", "volume": "11"}, "unknown field .volume"),
        (
            "sendMessage",
            {"chat_id": "101", "text": "a", "reply_markup": '{"inline_keyboard": [[{"text": "a", "colour": "red"}]]}'},
            "unknown field .reply_markup.inline_keyboard.colour",
        ),
        (
            "sendMessage",
            {"chat_id": "101", "text": "a", "reply_markup": '{"buttons": []}'},
            "field .reply_markup.buttons",
        ),
        ("sendMessage", {"chat_id": "101", "text": "a", "entities": "[{}]"}, "does not parse"),
        ("sendSmoke", {"chat_id": "101"}, "is no method"),
    ],
)
def test_a_wrong_call_does_not(method: str, params: dict[str, str], says: str) -> None:
    with pytest.raises(AssertionError, match=says):
        judge(transcript(method, params, result=MESSAGE))


@pytest.mark.parametrize(
    ("result", "says"),
    [(True, "does not parse"), ({"message_id": 1}, "does not parse"), (MESSAGE | {"mood": "good"}, "field .mood")],
)
def test_a_wrong_answer_does_not(result: Any, says: str) -> None:
    with pytest.raises(AssertionError, match=f"answer to sendMessage.*{says}"):
        judge(transcript("sendMessage", CALL, result=result))


def test_a_refusal_passes_only_where_the_test_asked_for_it() -> None:
    refused = transcript("sendMessage", CALL, error=REFUSED)
    with pytest.raises(AssertionError, match="was refused: Bad Request: message is not modified"):
        judge(refused)
    judge(refused, asked_for=["message is not modified"])
    judge(transcript("sendMessage", CALL, error=REFUSED, fault="error"))
    judge(transcript("sendMessage", CALL, error=RefusedError(403, "Forbidden: bot was blocked")))


def test_an_unknown_method_never_passes_unasked() -> None:
    with pytest.raises(AssertionError, match="method not found"):
        judge(transcript("sendSmoke", {}, error=RefusedError(404, "Not Found: method not found")))
