"""Emergency numbers by country: the content's own, under those that the clinic has confirmed."""

import re
from collections.abc import Iterator, Mapping

ANYWHERE = "112"
"""Works from most mobile phones: for a text whose country has lost its number while the text waited."""
PLACE = re.compile("\ue000([A-Z]{2})\ue001")

Table = Mapping[str, tuple[str, ...]]


class Numbers(Mapping[str, tuple[str, ...]]):
    """country -> its ambulance number, then other emergency numbers. What is shown is looked up here each time."""

    def __init__(self, table: Table) -> None:
        self.table = dict(table)
        self._confirmed: Table = {}

    def confirm(self, numbers: Table) -> None:
        """From now on these countries have these numbers, and all others the content's."""
        self._confirmed = dict(numbers)

    @staticmethod
    def place_for(country: str) -> str:
        """What holds the place of a country's ambulance number in a text that may have to wait before it leaves."""
        return f"\ue000{country}\ue001"

    def filled(self, text: str) -> str:
        """The text as it may leave now, with the numbers that count now."""
        return PLACE.sub(lambda place: self.get(place[1], (ANYWHERE,))[0], text)

    def copy(self) -> "Numbers":
        """The content's numbers alone, for another bot."""
        return Numbers(self.table)

    def __getitem__(self, country: str) -> tuple[str, ...]:
        found = self._confirmed.get(country)
        return found if found is not None else self.table[country]

    def __iter__(self) -> Iterator[str]:
        return iter(self.table.keys() | self._confirmed.keys())

    def __len__(self) -> int:
        return len(self.table.keys() | self._confirmed.keys())
