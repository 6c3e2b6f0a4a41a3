"""A table for a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from typing import Any


def written(file: Mapping[str, Any]) -> bytes:
    """CSV with a mark for UTF-8. A cell that a spreadsheet would take for a formula is made plain text."""
    out = io.StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in file["rows"])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
