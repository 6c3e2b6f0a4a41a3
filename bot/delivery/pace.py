"""When a message may leave. Pure: it is told the time, in seconds of one steady clock.

Telegram takes about 30 messages a second in all, one a second in a chat (short bursts pass), 20 a minute in a group.
What is counted is the moment of arrival, which we do not see: a margin keeps a late one and an early one apart.
"""

from collections import deque

from bot.domain.lanes import BULK, LANES, PAID, Kind, Stream, stream_of

SAFETY = LANES[Kind.SAFETY].priority
MARGIN = 0.025
"""Seconds by which our second is longer than a second: not every message takes as long to Telegram."""
RESERVE = 1 / 30
"""The part of all places that reminders and broadcasts leave free: an urgent message finds one at any time."""
CATCH_UP = 0.02
"""How late a place may be used without moving the ones after it."""
BURST = 5
"""Answers that one chat may get at once before it is held to its rate."""
GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0
REFUSALS = 3
"""So many 429s in a row, in different chats: it is the bot that is too fast, not a chat."""
RECOVERY = 0.998
"""What a paid message that was taken leaves of the longer gap after a halt: the pace is back after some hundred."""
MANY_CHATS = 4096
RECENT = 64
"""Answers that tell how long one usually takes."""


class Spacing:
    """Messages that can wait, evenly one after the other. Several 429s in a row from different chats halt them."""

    def __init__(self, a_second: float) -> None:
        self._whole = self._own = self._interval = 1 / a_second
        self._at = self.halted = 0.0
        self._refused: set[int] = set()

    def share(self, parts: int) -> None:
        """Keep to one of so many equal parts."""
        self._interval *= self._whole * parts / self._own
        self._own = self._whole * parts

    def free(self) -> float:
        """When the next may leave."""
        return max(self._at, self.halted)

    def leave(self, now: float) -> None:
        self._at = max(self._at, now - CATCH_UP) + self._interval

    def refused(self, chat: int, seconds: float, now: float, *, halts: bool) -> bool:
        """Whether this 429 halted them; one to an answer only counts with the others."""
        self._refused.add(chat)
        if not halts or len(self._refused) < REFUSALS:
            return False
        self.halted = max(self.halted, now + seconds)
        return True

    def accepted(self) -> None:
        self._refused.clear()


class Paid(Spacing):
    """The same for Stars: up to a pace of its own, at half of it after a halt, and from there slowly up again."""

    def refused(self, chat: int, seconds: float, now: float, *, halts: bool) -> bool:
        goes_on = now >= self.halted
        halted = super().refused(chat, seconds, now, halts=halts)
        if halted and goes_on:
            self._interval *= 2
        return halted

    def accepted(self) -> None:
        super().accepted()
        self._interval = max(self._own, self._interval * RECOVERY)


class Pace:
    """`wait` asks, `leave` takes the place. `refused` and `accepted` tell what Telegram said.

    What is paid for has a pace of its own: it takes no place from the others, and a 429 to it holds up nothing else.
    """

    def __init__(self, per_second: int, per_chat_second: float, paid_per_second: int = 30) -> None:
        self._all = self._most = per_second
        self._spacing = {
            Stream.BULK: Spacing(per_second * (1 - RESERVE)),
            Stream.PAID: Paid(paid_per_second / (1 + MARGIN)),
        }
        self._chat_interval = 1 / per_chat_second
        self._left: deque[float] = deque(maxlen=per_second)
        self._took: deque[float] = deque(maxlen=RECENT)
        self._chat_at: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}

    def share(self, parts: int) -> None:
        """Keep to one of so many equal parts of what Telegram takes in all; what has left already still counts."""
        self._most = max(self._all // parts, 1)
        self._left = deque(self._left, maxlen=self._most)
        for spacing in self._spacing.values():
            spacing.share(parts)

    def halt(self, seconds: float, now: float) -> None:
        """Let what can wait, wait for so long."""
        for spacing in self._spacing.values():
            spacing.halted = max(spacing.halted, now + seconds)

    def wait(self, lane: int, chat: int, now: float) -> float:
        """Seconds until a message of this lane may leave for this chat; 0 is now."""
        spacing = self._spacing.get(stream_of(lane))
        until = self._left[0] + 1 + MARGIN if lane < PAID and len(self._left) == self._most else 0.0
        if lane != SAFETY:
            until = max(until, self._chat_free(lane, chat), self._held.get(chat, 0.0))
        if spacing is not None:
            until = max(until, spacing.free())
        return max(until - now, 0.0)

    def _chat_free(self, lane: int, chat: int) -> float:
        at = self._chat_at.get(chat, 0.0) - (0 if lane >= BULK else (BURST - 1) * self._chat_interval)
        group = self._groups.get(chat)
        return max(at, group[0] + GROUP_SECONDS) if group is not None and len(group) == GROUP_MESSAGES else at

    def leave(self, lane: int, chat: int, now: float) -> None:
        """A message leaves."""
        spacing = self._spacing.get(stream_of(lane))
        if lane < PAID:
            self._left.append(now)
        if spacing is not None:
            spacing.leave(now)
        self._chat_at[chat] = max(self._chat_at.get(chat, 0.0), now) + self._chat_interval
        if chat < 0:
            self._groups.setdefault(chat, deque(maxlen=GROUP_MESSAGES)).append(now)
        if len(self._chat_at) > MANY_CHATS:
            self._forget(now)

    def answered(self, left: float, now: float) -> None:
        """An answer that took longer than usual: its message may have arrived late, close to the ones after it."""
        self._took.append(now - left)
        arrived = now - min(self._took) - MARGIN
        if arrived > left and left in self._left:
            self._left[self._left.index(left)] = arrived
            self._left = deque(sorted(self._left), maxlen=self._most)

    def refused(self, lane: int, chat: int, seconds: float, now: float) -> None:
        """A 429: this chat waits, unless it is the paid pace that was too fast. Several in a row from different chats
        stop what can wait of the stream, nothing else.
        """
        if lane < PAID:
            self._held[chat] = max(self._held.get(chat, 0.0), now + seconds)
        spacing = self._spacing.get(stream_of(lane), self._spacing[Stream.BULK])
        spacing.refused(chat, seconds, now, halts=lane >= BULK)

    def accepted(self, lane: int) -> None:
        """A message was taken: the bot as a whole is not too fast."""
        self._spacing.get(stream_of(lane), self._spacing[Stream.BULK]).accepted()

    def halted(self, stream: Stream, now: float) -> float:
        """Seconds until what can wait of a stream may go on at all."""
        spacing = self._spacing.get(stream)
        return max(spacing.halted - now, 0.0) if spacing is not None else 0.0

    def _forget(self, now: float) -> None:
        """Drop what decides nothing any more."""
        self._chat_at = {chat: at for chat, at in self._chat_at.items() if at > now}
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._groups = {chat: left for chat, left in self._groups.items() if left[-1] + GROUP_SECONDS > now}
