"""The local Telegram: a Bot API server, a page with phones, a phone for tests. Never in production.

A map: `telegram` is what tests and the demo hold; `state` what is remembered; `actions` and `membership` what
people do; `methods` what the bot can call; `updates`, `polling` and `webhook` how it hears; `server` and `control`
the HTTP side of bot and page; `faults` and `transcript` trouble and traces; `phone` the driver for tests.
"""

from bot.sandbox.errors import NotPossibleError
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from bot.sandbox.server import SandboxServer
from bot.sandbox.telegram import Sandbox

__all__ = ["Fault", "NotPossibleError", "Phone", "Sandbox", "SandboxServer"]
