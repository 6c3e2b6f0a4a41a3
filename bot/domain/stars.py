"""What sending faster than for free costs. Source: the Bot API on `allow_paid_broadcast`."""

from dataclasses import dataclass

FREE_A_SECOND = 30
STARS_A_MESSAGE = 0.1


@dataclass(frozen=True)
class Cost:
    """What so many messages take: `stars` at most, `seconds` at least."""

    stars: float
    seconds: float


def cost(messages: int, a_second: int) -> Cost:
    """Each second 30 messages are free, and each one above them costs a tenth of a Star."""
    seconds = messages / a_second
    above = max(messages - FREE_A_SECOND * seconds, 0.0)
    return Cost(round(above * STARS_A_MESSAGE, 1), seconds)
