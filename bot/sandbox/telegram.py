"""The local Telegram as tests and the demo hold it: people, what they do, trouble on request."""

from collections.abc import Callable, Sequence

from bot.clock import Clock
from bot.sandbox import actions, membership, pictures
from bot.sandbox.changes import Feed
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.faults import Fault
from bot.sandbox.messages import Chat, Message
from bot.sandbox.people import Bot, Group, Person
from bot.sandbox.state import Query, State
from bot.sandbox.updates import UpdateQueue


class Sandbox(State):
    """A small Telegram in memory, with one bot, its people and its groups.

    Every `person_*` raises NotPossibleError (a ValueError) for what a Telegram app does not offer.
    """

    def __init__(
        self,
        token: str,
        clock: Clock,
        username: str = "stepwell_demo_bot",
        name: str = "Stepwell",
        seed: int = 1,
    ) -> None:
        if not token.partition(":")[0].isdigit() or not token.partition(":")[2]:
            raise ValueError("a bot token is a number, a colon and a secret")
        super().__init__(Bot(token, username, names={"": name}), clock, UpdateQueue(seed))

    # Who is there.

    def add_person(
        self,
        person_id: int,
        first_name: str,
        *,
        last_name: str = "",
        username: str = "",
        language_code: str = "",
        about: str = "",
        started: bool = False,
    ) -> Person:
        """Somebody with an app. Until they write or press START the bot cannot write to them."""
        if person_id <= 0 or person_id in self.people:
            raise ValueError(f"{person_id} is no free id for a person")
        person = Person(person_id, first_name, last_name, username, language_code, about, started)
        self.people[person_id] = person
        self.chats[person_id] = Chat(person)
        return person

    def add_group(self, group_id: int, title: str, members: Sequence[int]) -> Group:
        """A group of people; the bot is not in it before `person_adds_bot`. The id is negative."""
        if group_id >= 0 or group_id in self.chats:
            raise ValueError(f"{group_id} is no free id for a group")
        group = Group(group_id, title, [self.person(member).id for member in members])
        self.chats[group_id] = Chat(group)
        return group

    def _group(self, group_id: int) -> Group:
        peer = self.chat(group_id).peer
        if not isinstance(peer, Group):
            raise NotPossibleError(f"{group_id} is no group")
        return peer

    # What people do.

    def person_says(
        self, person_id: int, text: str, *, reply_to: int | None = None, chat_id: int | None = None
    ) -> Message:
        """A text; a very long one leaves in several messages, as from the apps (the last is returned)."""
        chat = self.chat(person_id if chat_id is None else chat_id)
        return actions.say(self, self.person(person_id), text, chat, reply_to)

    def person_starts(self, person_id: int, payload: str = "") -> Message:
        """The START button, or a deep link with this payload."""
        return actions.start(self, self.person(person_id), payload)

    def person_taps(self, person_id: int, message_id: int, data: str) -> Query:
        """A tap on a button that the message shows now."""
        return actions.tap(self, self.person(person_id), message_id, data)

    def forged_tap(self, person_id: int, message_id: int, data: str) -> Query:
        """A tap with any data on any message, even one that is gone: what a modified app can send."""
        return actions.forge(self, self.person(person_id), message_id, data)

    def person_edits(self, person_id: int, message_id: int, text: str) -> Message:
        return actions.edit(self, self.person(person_id), message_id, text)

    def person_sends_location(self, person_id: int, latitude: float, longitude: float) -> Message:
        return actions.place(self, self.person(person_id), latitude, longitude)

    def person_sends_contact(
        self, person_id: int, phone_number: str, first_name: str, *, user_id: int | None = None
    ) -> Message:
        """A contact card; with `user_id` the card of somebody who is on Telegram."""
        return actions.card(self, self.person(person_id), phone_number, first_name, user_id)

    def person_sends_photo(self, person_id: int, content: bytes = pictures.PHOTO, caption: str = "") -> Message:
        return actions.photo(self, self.person(person_id), content, caption)

    def person_sends_voice(self, person_id: int, content: bytes = pictures.VOICE) -> Message:
        return actions.voice(self, self.person(person_id), content)

    def person_sends_sticker(self, person_id: int, content: bytes = pictures.PHOTO) -> Message:
        return actions.sticker(self, self.person(person_id), content)

    def person_sends_document(
        self,
        person_id: int,
        name: str = "letter.pdf",
        mime: str = "application/pdf",
        content: bytes = pictures.DOCUMENT,
        caption: str = "",
    ) -> Message:
        return actions.document(self, self.person(person_id), name, mime, content, caption)

    def person_blocks(self, person_id: int) -> None:
        membership.block(self, self.person(person_id))

    def person_unblocks(self, person_id: int) -> None:
        membership.unblock(self, self.person(person_id))

    def person_leaves_telegram(self, person_id: int) -> None:
        """The account is deleted: from now on the bot gets `user is deactivated`."""
        self.person(person_id).deactivated = True

    def person_adds_bot(self, person_id: int, group_id: int) -> None:
        membership.add_bot(self, self.person(person_id), self._group(group_id))

    def person_removes_bot(self, person_id: int, group_id: int) -> None:
        membership.remove_bot(self, self.person(person_id), self._group(group_id))

    # Trouble, and waiting.

    def fail(self, fault: Fault) -> Fault:
        """Ask for trouble. The same fault is returned, so that a test can read its `hits`."""
        return self.faults.add(fault)

    @property
    def unanswered(self) -> list[Query]:
        """Taps that the bot never answered: every one leaves a clock turning on a button."""
        return [query for query in self.queries.values() if not query.answered]

    async def confirmed(self) -> None:
        """Return when the bot has confirmed every update: by a higher offset, or by its webhook's 2xx."""
        await self.wait_for(lambda: not self.queue.waiting)

    async def wait_for(self, predicate: Callable[[], object]) -> None:
        """Return when the predicate holds; it is asked again after each change here."""
        await self.changes.wait_for(predicate)

    def subscribe(self) -> Feed:
        """What happens from now on, as an async iterator; close it at the end."""
        return self.changes.subscribe()
