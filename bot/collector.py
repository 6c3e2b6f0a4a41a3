"""What a process keeps for good, its code and its content, is left out of the garbage collector's rounds.

A full round looks at every object that is alive. Over what was read at the start that takes a fifth of a second, in
which the event loop stands still and nobody is answered.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def rest() -> None:
    """No rounds while the process starts: what is read and made then stays, and they would find next to nothing."""
    gc.disable()


def leave_out_what_stays() -> None:
    """From now on the collector looks at newer objects alone. Call it once, when everything has been read."""
    gc.freeze()
    gc.enable()


@contextmanager
def at_rest() -> Iterator[None]:
    """No rounds while much is read that is kept: they would look at all of it again and again, and find nothing."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
