"""The local Telegram: a Bot API server, a page with phones, a phone for tests. Never in production."""

from bot.sandbox.errors import NotPossibleError
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from bot.sandbox.server import SandboxServer
from bot.sandbox.telegram import Sandbox

__all__ = ["Fault", "NotPossibleError", "Phone", "Sandbox", "SandboxServer"]
