"""Numbers of the content folder where people listen or advise, a country a row."""

import csv
import re

from bot.content.files import Folder
from bot.content.model import HelpLine

CRISIS, ADVICE = "crisis_lines.tsv", "advice_lines.tsv"
"""For people in despair; for medical advice that is no emergency."""
NUMBER = re.compile(r"[*\d][\d ]{1,14}\d")


def read_lines(folder: Folder, file: str) -> dict[str, HelpLine]:
    """country -> its line. A country without one gets general words."""
    try:
        with (folder.root / file).open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text, delimiter="\t"))
    except FileNotFoundError:
        folder.problems.append(f"{file}: the file is missing")
        return {}
    except UnicodeDecodeError as error:
        folder.problems.append(f"{file}: {error}")
        return {}
    found = {}
    for row in rows:
        country, name, number = (row.get(key) or "" for key in ("country", "name", "number"))
        if not re.fullmatch("[A-Z]{2}", country) or not name or not NUMBER.fullmatch(number):
            folder.problems.append(f"{file}: a name and a number are needed in {country or 'a row without a country'}")
        found[country] = HelpLine(name, number)
    return found
