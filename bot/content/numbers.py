"""Emergency numbers by country: the content's own, under those that the clinic has confirmed."""

from collections.abc import Iterator, Mapping

Table = Mapping[str, tuple[str, ...]]


class Numbers(Mapping[str, tuple[str, ...]]):
    """country -> its ambulance number, then other emergency numbers. What is shown is looked up here each time."""

    def __init__(self, table: Table) -> None:
        self.table = dict(table)
        self._confirmed: Table = {}

    def confirm(self, numbers: Table) -> None:
        """From now on these countries have these numbers, and all others the content's."""
        self._confirmed = dict(numbers)

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
