"""What sending faster than for free costs. Source: the Bot API on `allow_paid_broadcast`: 0.1 Stars a message."""

from dataclasses import dataclass

STARS_A_MESSAGE = 0.1


@dataclass(frozen=True)
class Cost:
    """What so many messages take: `stars` at most, `seconds` at least."""

    stars: float
    seconds: float


def cost(messages: int, a_second: int, *, paid: bool) -> Cost:
    """Telegram may let some of them pass for free; how many, it does not say beforehand."""
    return Cost(round(messages * STARS_A_MESSAGE, 1) if paid else 0.0, messages / a_second)
