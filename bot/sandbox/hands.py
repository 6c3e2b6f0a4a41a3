"""What the page can do for a person: a table of small actions, each checked."""

from collections.abc import Callable

from bot.sandbox import actions, membership, pictures
from bot.sandbox.errors import Json, NotPossibleError
from bot.sandbox.people import Person
from bot.sandbox.state import State

Hand = Callable[[State, Person, Json], None]


def words(body: Json, name: str) -> str:
    """A text field of a request body. Raises NotPossibleError when it is none."""
    value = body.get(name)
    if not isinstance(value, str):
        raise NotPossibleError(f"{name} must be a text")
    return value


def _whole(body: Json, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotPossibleError(f"{name} must be a whole number")
    return value


def _degrees(body: Json, name: str, limit: float) -> float:
    value = body.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not -limit <= value <= limit:
        raise NotPossibleError(f"{name} must be a number of degrees")
    return float(value)


def _say(state: State, person: Person, body: Json) -> None:
    """A text; pressing a reply button is saying its label."""
    actions.say(state, person, words(body, "text"), state.chat(person.id))


def _tap(state: State, person: Person, body: Json) -> None:
    actions.tap(state, person, _whole(body, "message_id"), words(body, "data"))


def _edit(state: State, person: Person, body: Json) -> None:
    actions.edit(state, person, _whole(body, "message_id"), words(body, "text"))


def _location(state: State, person: Person, body: Json) -> None:
    place = {"latitude": _degrees(body, "latitude", 90), "longitude": _degrees(body, "longitude", 180)}
    actions.place(state, person, **place)


def _contact(state: State, person: Person, body: Json) -> None:
    actions.card(state, person, words(body, "phone_number"), words(body, "first_name"), None)


def _photo(state: State, person: Person, body: Json) -> None:
    actions.photo(state, person, pictures.PHOTO, str(body.get("caption", "")))


def _voice(state: State, person: Person, body: Json) -> None:
    actions.voice(state, person, pictures.VOICE)


def _sticker(state: State, person: Person, body: Json) -> None:
    actions.sticker(state, person, pictures.PHOTO)


def _start(state: State, person: Person, body: Json) -> None:
    actions.start(state, person, words({"payload": ""} | body, "payload"))


def _block(state: State, person: Person, body: Json) -> None:
    membership.block(state, person)


def _unblock(state: State, person: Person, body: Json) -> None:
    membership.unblock(state, person)


HANDS: dict[str, Hand] = {
    "say": _say,
    "tap": _tap,
    "edit": _edit,
    "location": _location,
    "contact": _contact,
    "photo": _photo,
    "voice": _voice,
    "sticker": _sticker,
    "start": _start,
    "block": _block,
    "unblock": _unblock,
}
