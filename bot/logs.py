"""Logging: ids and names of things, never words of patients, never the token."""

import logging
import re
import sys
import traceback
from types import TracebackType

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")
HIDDEN = "<token>"


class Redacting(logging.Formatter):
    """Takes tokens out of whatever a library may say, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(HIDDEN, super().format(record))


def set_up(level: str) -> None:
    """Log to standard error, with libraries that print addresses kept quiet."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in (
        "httpx",
        "httpcore",
        "telegram",
        "apscheduler",
        "sqlalchemy",
        "aiohttp.access",
        "matplotlib",
        "alembic",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _last_words


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    text = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(TOKEN.sub(HIDDEN, text))
