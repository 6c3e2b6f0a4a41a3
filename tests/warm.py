"""What the fork server does once, so that each process of `tests.forked` starts with everything read and warm."""

import asyncio
import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands import audit, db, run
from tests.crash import victim
from tests.crash.scene import WAYS, rehearse
from tests.trouble import command

__all__ = ["audit", "command", "db", "run", "victim"]

with TemporaryDirectory() as folder:
    asyncio.run(rehearse(WAYS["check-in"], f"sqlite:///{Path(folder, 'warm.db')}", to_the_end=True))
gc.freeze()
