"""Logging: ids and names of things, never words of patients, never the token."""

import logging
import re
import sys
import threading
import traceback
from types import TracebackType

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")
HIDDEN = "<token>"
SILENT = logging.CRITICAL + 1


class Redacting(logging.Formatter):
    """Takes tokens out of whatever a library may say, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(HIDDEN, super().format(record))


def set_up(level: str) -> None:
    """Log to standard error: ourselves at `level`, libraries only from a warning on.

    At lower levels they print addresses with the token and rows with what patients wrote; the client prints whole
    updates that it cannot read, so it says nothing at all: its errors are ours to tell.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level="ERROR" if level == "ERROR" else "WARNING", handlers=[handler], force=True)
    logging.getLogger("stepwell").setLevel(level)
    logging.getLogger("telegram").setLevel(SILENT)
    sys.excepthook = _last_words
    threading.excepthook = lambda last: _last_words(
        last.exc_type, last.exc_value or last.exc_type(), last.exc_traceback
    )


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    text = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(TOKEN.sub(HIDDEN, text))
