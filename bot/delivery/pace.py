"""When a message may leave. Pure: it is told the time, in seconds of one steady clock.

Telegram takes about 30 messages a second in all, one a second in a chat (short bursts pass), 20 a minute in a group.
What is counted is the moment of arrival, which we do not see: a margin keeps a late one and an early one apart.
"""

from collections import deque

from bot.domain.lanes import BULK, LANES, Kind

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
MANY_CHATS = 4096
RECENT = 64
"""Answers that tell how long one usually takes."""


class Pace:
    """`wait` asks, `leave` takes the place. `refused` and `accepted` tell what Telegram said."""

    def __init__(self, per_second: int, per_chat_second: float) -> None:
        self._most = per_second
        self._interval = 1 / (per_second * (1 - RESERVE))
        self._chat_interval = 1 / per_chat_second
        self._left: deque[float] = deque(maxlen=per_second)
        self._took: deque[float] = deque(maxlen=RECENT)
        self._bulk_at = 0.0
        self._chat_at: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}
        self._refused: set[int] = set()
        self._halted = 0.0

    def wait(self, lane: int, chat: int, now: float) -> float:
        """Seconds until a message of this lane may leave for this chat; 0 is now."""
        until = self._left[0] + 1 + MARGIN if len(self._left) == self._most else 0.0
        if lane != SAFETY:
            until = max(until, self._chat_free(lane, chat), self._held.get(chat, 0.0))
        if lane >= BULK:
            until = max(until, self._bulk_at, self._halted)
        return max(until - now, 0.0)

    def _chat_free(self, lane: int, chat: int) -> float:
        at = self._chat_at.get(chat, 0.0) - (0 if lane >= BULK else (BURST - 1) * self._chat_interval)
        group = self._groups.get(chat)
        return max(at, group[0] + GROUP_SECONDS) if group is not None and len(group) == GROUP_MESSAGES else at

    def leave(self, lane: int, chat: int, now: float) -> None:
        """A message leaves."""
        self._left.append(now)
        if lane >= BULK:
            self._bulk_at = max(self._bulk_at, now - CATCH_UP) + self._interval
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
        """A 429: this chat waits. Several in a row from different chats stop reminders and broadcasts, nothing else."""
        self._held[chat] = max(self._held.get(chat, 0.0), now + seconds)
        self._refused.add(chat)
        if lane >= BULK and len(self._refused) >= REFUSALS:
            self._halted = max(self._halted, now + seconds)

    def accepted(self) -> None:
        """A message was taken: the bot as a whole is not too fast."""
        self._refused.clear()

    def halted(self, now: float) -> float:
        """Seconds until reminders and broadcasts may go on at all."""
        return max(self._halted - now, 0.0)

    def _forget(self, now: float) -> None:
        """Drop what decides nothing any more."""
        self._chat_at = {chat: at for chat, at in self._chat_at.items() if at > now}
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._groups = {chat: left for chat, left in self._groups.items() if left[-1] + GROUP_SECONDS > now}
