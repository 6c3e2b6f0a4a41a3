"""What a call carries. As in Telegram's server every argument is text, whatever way it travelled."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import Json, bad


@dataclass(frozen=True)
class Upload:
    """A file sent in a multipart body."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """One call of a Bot API method. Numbers and objects of a JSON body arrive here as their JSON text."""

    method: str
    args: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.args.get(name, "")

    def required(self, name: str) -> str:
        """Raises 400 when the argument is missing or empty."""
        if not self.text(name):
            raise bad(f'Parameter "{name}" is required')
        return self.text(name)

    def integer(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """A whole number, put inside its limits; Telegram reads nonsense as 0."""
        raw = self.text(name)
        if not raw:
            return default
        value = whole_number(raw)
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)

    def number(self, name: str) -> float:
        """A decimal number. Raises 400 when it is missing; nonsense is 0, as Telegram reads it."""
        raw = self.text(name).strip()
        if not raw:
            raise bad(f"{name} is empty")
        try:
            return float(raw)
        except ValueError:
            return 0.0

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def data(self, name: str, what: str) -> Any:
        """A JSON argument, or None when it is absent. Raises 400 `can't parse <what> JSON object`."""
        raw = self.text(name)
        if not raw:
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad(f"Can't parse {what} JSON object") from None

    def forgiving_data(self, name: str) -> Any:
        """A JSON argument where Telegram takes broken JSON for nothing at all (entities)."""
        try:
            return json.loads(self.text(name))
        except ValueError:
            return None


def whole_number(raw: str) -> int:
    """The number at the start of a text, or 0, as Telegram's server reads integers."""
    raw = raw.strip()
    digits = raw[1:] if raw[:1] == "-" else raw
    count = next((i for i, sign in enumerate(digits) if not ("0" <= sign <= "9")), len(digits))
    value = int(digits[:count] or 0)
    return -value if raw[:1] == "-" else value


def as_text(value: Any) -> str:
    """A value of a JSON body, as the text that the same value would have in a form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def string_field(item: Json, name: str, *, optional: bool = True) -> str:
    """A text field of a JSON object. Telegram also takes a number there. Raises 400 in its words."""
    value = item.get(name)
    if value is None:
        if optional:
            return ""
        raise bad(f'Can\'t find field "{name}"')
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise bad(f'Field "{name}" must be of type String')


def boolean_field(item: Json, name: str) -> bool:
    value = item.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise bad(f'Field "{name}" must be of type Boolean')


def integer_field(item: Json, name: str, *, optional: bool = False) -> int:
    value = item.get(name)
    if value is None and optional:
        return 0
    if value is None:
        raise bad(f'Can\'t find field "{name}"')
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    raise bad(f'Field "{name}" must be of type Number')
