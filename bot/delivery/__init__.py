"""The only way out: claims what is owed, sends it, records what became of it."""

from bot.delivery.sender import Delivery

__all__ = ["Delivery"]
