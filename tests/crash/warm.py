"""What the fork server does once, so that each victim starts with everything read and warm."""

import asyncio
import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crash import victim
from tests.crash.scene import WAYS, rehearse

__all__ = ["victim"]

with TemporaryDirectory() as folder:
    asyncio.run(rehearse(WAYS["check-in"], f"sqlite:///{Path(folder, 'warm.db')}"))
gc.freeze()
