"""The crisis lines of the content folder, a country a row."""

import csv
import re

from bot.content.files import Folder
from bot.content.model import CrisisLine

NAME = "crisis_lines.tsv"
NUMBER = re.compile(r"[*\d][\d ]{1,14}\d")


def read_lines(folder: Folder) -> dict[str, CrisisLine]:
    """country -> its crisis line. A country without one gets the general address."""
    try:
        with (folder.root / NAME).open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text, delimiter="\t"))
    except FileNotFoundError:
        folder.problems.append(f"{NAME}: the file is missing")
        return {}
    except UnicodeDecodeError as error:
        folder.problems.append(f"{NAME}: {error}")
        return {}
    found = {}
    for row in rows:
        country, name, number = (row.get(key) or "" for key in ("country", "name", "number"))
        if not re.fullmatch("[A-Z]{2}", country) or not name or not NUMBER.fullmatch(number):
            folder.problems.append(f"{NAME}: a name and a number are needed in {country or 'a row without a country'}")
        found[country] = CrisisLine(name, number)
    return found
