"""aiogram's methods and types, each built when it is first needed: a run needs few, and all of them take seconds."""

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

NAMES: dict[str, Any] = {}
"""What aiogram's annotations name, as it hands that to pydantic itself."""


def _later(cls: type[BaseModel], *, _types_namespace: dict[str, Any]) -> None:
    NAMES.update(_types_namespace)


_rebuild = BaseModel.__dict__["model_rebuild"]
setattr(BaseModel, "model_rebuild", classmethod(_later))  # noqa: B010
try:
    import aiogram.methods
    from aiogram.methods import TelegramMethod
    from aiogram.types import BufferedInputFile, Update
finally:
    setattr(BaseModel, "model_rebuild", _rebuild)  # noqa: B010

Method = type[TelegramMethod[Any]]
METHODS: dict[str, Method] = {
    method.__api_method__.lower(): method
    for method in vars(aiogram.methods).values()
    if isinstance(method, type) and issubclass(method, TelegramMethod) and method is not TelegramMethod
}


@cache
def method_of(name: str) -> Method | None:
    """A method of the Bot API, in any capitals."""
    method = METHODS.get(name.lower())
    if method is not None:
        method.model_rebuild(_types_namespace=NAMES)
    return method


@cache
def returned_by(method: Method) -> TypeAdapter[Any]:
    """What a method answers with."""
    for part in (method.__returning__, *get_args(method.__returning__)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            part.model_rebuild(_types_namespace=NAMES)
    return TypeAdapter(method.__returning__)


def update_of(given: object) -> Update:
    """An update, as the independent client reads it."""
    Update.model_rebuild(_types_namespace=NAMES)
    return Update.model_validate(given)


def a_file(name: str) -> BufferedInputFile:
    """A file that goes with a call; what is in it does not matter here."""
    return BufferedInputFile(b"", name)
