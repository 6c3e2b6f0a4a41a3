"""An independent strict client as the judge of a transcript: aiogram's typed methods and types.

Every call of the bot must parse as the method that it names, with every field known and none missing; so must
every answer of the local Telegram, as what that method returns.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.sandbox.transcript import Entry
from tests.strict.aiogram_types import Method, a_file, method_of, returned_by

NOT_UNDERSTOOD = {400, 404}
"""What Telegram answers when the bot asked for something wrong."""


def judge(entries: Iterable[Entry], *, asked_for: Collection[str] = ()) -> None:
    """AssertionError with everything that is wrong in some entries of a transcript.

    `asked_for`: words of refusals that the test brought about itself. A refusal by a fault is always asked for.
    """
    found = [problem for entry in entries for problem in problems(entry, asked_for)]
    assert not found, "\n".join(found)


def problems(entry: Entry, asked_for: Collection[str] = ()) -> Iterator[str]:
    """What is wrong with one call and its answer, a line each."""
    if entry.error is not None and entry.fault is None and entry.error.status in NOT_UNDERSTOOD:
        said = entry.error.description
        if not any(words in said for words in asked_for):
            yield f"{entry.method} was refused: {said}"
        return
    method = method_of(entry.method)
    if method is None:
        yield f"{entry.method} is no method of the Bot API"
        return
    yield from _of_call(entry, method)
    if entry.ok:
        yield from _of_answer(entry, method)


def _of_call(entry: Entry, method: Method) -> Iterator[str]:
    files = {name: a_file(name) for name in entry.files if name in method.model_fields}
    try:
        call = method.model_validate(entry.arguments | files)
    except ValidationError as error:
        yield f"{entry.method} does not parse: {error}"
        return
    for field in unknown_fields(call):
        if field.removeprefix(".") not in entry.files:
            yield f"{entry.method} has an unknown field {field}"


def _of_answer(entry: Entry, method: Method) -> Iterator[str]:
    try:
        answer = returned_by(method).validate_python(entry.result)
    except ValidationError as error:
        yield f"the answer to {entry.method} does not parse: {error}"
        return
    for field in unknown_fields(answer):
        yield f"the answer to {entry.method} has an unknown field {field}"


def unknown_fields(value: Any, path: str = "") -> list[str]:
    """Fields that the independent client has never heard of, anywhere below."""
    if isinstance(value, list | tuple):
        return [field for item in value for field in unknown_fields(item, path)]
    if not isinstance(value, BaseModel):
        return []
    found = [f"{path}.{name}" for name in value.model_extra or {}]
    for name in type(value).model_fields:
        found += unknown_fields(getattr(value, name), f"{path}.{name}")
    return found
