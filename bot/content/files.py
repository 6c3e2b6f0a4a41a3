"""Reading the content folder: one kind of item at a time, problems gathered with the file's name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli
from pydantic import ValidationError

from bot.content.model import REFERENCE, Data, Item, Text
from bot.content.words import is_language


def files_of(root: Path) -> dict[str, bytes]:
    """The path inside a content folder -> what the file holds."""
    found = sorted(path for kind in ("*.toml", "*.tsv") for path in root.rglob(kind))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


class Folder:
    """The content folder. Reading never stops at the first problem: all are gathered in `problems`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[str] = []
        self.lacking: list[str] = []

    def languages(self) -> list[str]:
        """The language folders, the reference language first."""
        found = sorted(path.name for path in self.root.iterdir() if path.is_dir()) if self.root.is_dir() else []
        if REFERENCE not in found:
            self.problems.append(f"{self.root}: there is no folder '{REFERENCE}'")
            return []
        strange = [name for name in found if not is_language(name)]
        self.problems += [f"{name}: the folder's name is no language that is known" for name in strange]
        return [REFERENCE, *(name for name in found if name != REFERENCE and name not in strange)]

    def table(self, path: Path) -> dict[str, Any]:
        """A TOML file's content; empty, and a problem, when it cannot be read."""
        try:
            return tomli.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.problems.append(f"{self._name(path)}: the file is missing")
        except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
            self.problems.append(f"{self._name(path)}: {error}")
        return {}

    def tables(self, language: str, where: str) -> dict[str, tuple[Path, Any]]:
        """id -> (file, table) of `<language>/<where>.toml`, or of every file in `<language>/<where>/`."""
        folder = self.root / language / where
        files = sorted(folder.glob("*.toml")) if folder.is_dir() else [folder.with_suffix(".toml")]
        found: dict[str, tuple[Path, Any]] = {}
        for file in files:
            for name, table in self.table(file).items():
                if name in found:
                    self.problems.append(f"{self._name(file)}: '{name}' is also in {found[name][0].name}")
                found[name] = (file, table)
        return found

    def items(
        self,
        where: str,
        data: type[Data],
        text: type[Text],
        languages: list[str],
        *,
        one_a_file: bool = False,
    ) -> dict[str, Item[Data, Text]]:
        """The items of one kind. The reference language's tables carry data and words, the others words."""
        read = self._files if one_a_file else self.tables
        found: dict[str, Item[Data, Text]] = {}
        others = {language: read(language, where) for language in languages[1:]}
        for name, (file, table) in read(REFERENCE, where).items():
            checked = self._reference(file, name, table, data, text)
            if checked is None:
                continue
            texts = {REFERENCE: checked[1], **self._translations(name, text, others, where)}
            found[name] = Item(name, checked[0], texts)
        for tables in others.values():
            strange = [(file, name) for name, (file, _) in tables.items() if name not in found]
            self.problems += [f"{self._name(file)}: '{name}' is not in '{REFERENCE}'" for file, name in strange]
        return found

    def _files(self, language: str, where: str) -> dict[str, tuple[Path, Any]]:
        folder = self.root / language / where
        return {file.stem: (file, self.table(file)) for file in sorted(folder.glob("*.toml"))}

    def _reference(
        self, file: Path, name: str, table: Any, data: type[Data], text: type[Text]
    ) -> tuple[Data, Text] | None:
        if not isinstance(table, dict):
            self.problems.append(f"{self._name(file)}: '{name}' should be a table")
            return None
        words = {key: value for key, value in table.items() if key in text.model_fields}
        rest = {key: value for key, value in table.items() if key not in text.model_fields}
        checked_data, checked_text = (
            self.checked(file, name, rest, data),
            self.checked(file, name, words, text),
        )
        return None if checked_data is None or checked_text is None else (checked_data, checked_text)

    def _translations(
        self, name: str, text: type[Text], others: Mapping[str, dict[str, tuple[Path, Any]]], where: str
    ) -> dict[str, Text]:
        found = {}
        for language, tables in others.items():
            if name not in tables:
                self.lacking.append(f"{language}/{where}: '{name}' is not translated")
                continue
            file, table = tables[name]
            checked = self.checked(file, name, table, text)
            if checked is not None:
                found[language] = checked
        return found

    def checked(self, file: Path, name: str, table: Any, kind: type[Data]) -> Data | None:
        """The table as its kind; None, and a problem a field, when it does not fit."""
        try:
            return kind.model_validate(table)
        except ValidationError as error:
            for detail in error.errors():
                field = ".".join(str(part) for part in detail["loc"])
                self.problems.append(f"{self._name(file)}: [{name}] {field}: {detail['msg']}")
            return None

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.root))
