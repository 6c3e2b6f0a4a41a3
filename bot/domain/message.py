"""What the bot says, in no messenger's terms: delivery turns it into calls."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A tap that comes back as `action` with `args`, or an address that opens."""

    label: str
    action: str = ""
    args: tuple[str, ...] = ()
    style: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Message:
    """One message. `text` is Telegram HTML; with `picture`, `file` or `animation` it is the caption.

    `keyboard` sets the buttons under the text field; `replaces` is a message id of the same chat to rewrite;
    `picture` names what to draw and from which numbers, `file` what to make and under which `name`,
    `animation` the exercise whose movement is shown; `photo` is a picture that Telegram has already, by its id;
    `commands` sets the chat's command menu instead; `deletes` takes the message that it rewrites away;
    `paid` may leave faster than for free, for Stars; `compares` is the language in which what the content's files
    would change is added to the text when it leaves; `protected` can't be passed on or saved, where the deployment
    wants that; `asks`: its buttons answer what may be typed as well, and go when it was.
    """

    text: str = ""
    buttons: Rows = ()
    keyboard: tuple[tuple[str, ...], ...] = ()
    asks_location: str | None = None
    picture: dict[str, Any] | None = None
    file: dict[str, Any] | None = None
    animation: str | None = None
    photo: str | None = None
    contact: tuple[str, str] | None = None
    commands: tuple[tuple[str, str], ...] = ()
    replaces: int | None = None
    silent: bool = False
    deletes: bool = False
    paid: bool = False
    compares: str | None = None
    protected: bool = False
    asks: bool = False

    def document(self) -> dict[str, Any]:
        """As JSON, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def read(cls, document: dict[str, Any]) -> "Message":
        known = dict(document)
        known["buttons"] = tuple(tuple(_button(one) for one in row) for row in known.get("buttons", ()))
        known["keyboard"] = tuple(tuple(row) for row in known.get("keyboard", ()))
        known["commands"] = tuple((name, about) for name, about in known.get("commands", ()))
        if "contact" in known:
            known["contact"] = tuple(known["contact"])
        return cls(**known)


def _button(document: dict[str, Any]) -> Button:
    return Button(**{**document, "args": tuple(document.get("args", ()))})
