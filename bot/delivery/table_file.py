"""A table for a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from bot.exports import tables


def written(file: Mapping[str, Any]) -> bytes:
    """CSV with a mark for UTF-8. A cell that a spreadsheet would take for a formula is made plain text."""
    out = io.StringIO()
    csv.writer(out).writerows([tables.plain(cell) for cell in row] for row in file["rows"])
    return out.getvalue().encode("utf-8-sig")
