"""How the local Telegram says no: to the bot in Telegram's words, to a person (or a test) in ours."""

from typing import Any

Json = dict[str, Any]

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class NotPossibleError(ValueError):
    """A person (or a test) tried what a Telegram app does not offer, such as tapping a button that is gone."""


class RefusedError(Exception):
    """The Bot API refuses a call. The HTTP status is the error code; `raw` is the text without a prefix."""

    def __init__(self, status: int, description: str, parameters: Json | None = None, raw: str = "") -> None:
        super().__init__(description)
        self.raw = raw or description
        self.status = status
        self.description = description
        self.parameters = parameters

    def as_api(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def refusal(status: int, text: str) -> RefusedError:
    """A refusal with the prefix that belongs to its status, as Telegram words it.

    Telegram lowers the first letter of a sentence, but not of a CODE_IN_CAPITALS.
    """
    shown = text if text[:2] == text[:2].upper() else text[0].lower() + text[1:]
    return RefusedError(status, f"{PREFIXES[status]}: {shown}", raw=text)


def nested(prefix: str, error: RefusedError) -> RefusedError:
    """The same refusal with the place where it happened in front: `can't parse InputMedia: ...`."""
    return bad(f"{prefix}: {error.raw}")


def bad(text: str) -> RefusedError:
    return refusal(400, text)


def forbidden(text: str) -> RefusedError:
    return refusal(403, text)


def conflict(text: str) -> RefusedError:
    return refusal(409, text)


UNAUTHORIZED = RefusedError(401, "Unauthorized")
NO_SUCH_METHOD = RefusedError(404, "Not Found: method not found")
NOT_FOUND = RefusedError(404, "Not Found")
TOO_LARGE = RefusedError(413, "Request Entity Too Large")
