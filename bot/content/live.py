"""What is live, and what the files on disk would change: by subject, and by the ids in it."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from bot.content.files import files_of
from bot.content.load import load
from bot.content.model import Content, ContentError

LEXICON = "lexicon"
"""Its words are signed a language at a time."""
SIGNED = ("red_flags", "rules", "library", "tips", "cautions", "exercises", "plans", "release", "phrases", LEXICON)
"""Subjects whose items a clinician signs, in the order of showing."""
BY_FILE = ("exercises",)
"""Subjects with an item a file: the file's name is its id."""
Files = Mapping[str, bytes]
"""The path inside the content folder -> what the file holds."""


@dataclass(frozen=True)
class Part:
    """One subject as it is live: how many items it has, how many of them are signed, and a short hash of its files."""

    subject: str
    items: int
    signed: int
    version: str


@dataclass(frozen=True)
class Change:
    """The ids that the files on disk would add to a subject, change in it, and take from it."""

    subject: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What is on disk beside what is live. With `problems`, a line each, a start would refuse it as it is."""

    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()


def parts(content: Content) -> list[Part]:
    """What is live, a subject a row."""
    unsigned = Counter(name.split("/")[0] if name.count("/") == 1 else LEXICON for name in content.unsigned)
    ids: dict[str, set[str]] = defaultdict(set)
    hashes = {subject: hashlib.sha256() for subject in SIGNED}
    for name, raw in content.files.items():
        if (subject := _subject(name)) in hashes:
            hashes[subject].update(name.encode() + raw)
            within = f"{name}/" if subject == LEXICON else ""
            ids[subject] |= {within + id_ for id_ in _tables(name, raw)}
    return [
        Part(subject, len(ids[subject]), len(ids[subject]) - unsigned[subject], hashes[subject].hexdigest()[:7])
        for subject in SIGNED
    ]


def draft(content: Content, root: Path) -> Draft:
    """What the files in `root` would change at the next start; checks them as a start does, only if they differ.

    A second of work when they do: to be called in a thread.
    """
    now = files_of(root)
    if now == content.files:
        return Draft()
    try:
        load(root)
    except ContentError as error:
        return Draft(problems=tuple(error.problems))
    return Draft(_changes(content.files, now))


def _changes(before: Files, after: Files) -> tuple[Change, ...]:
    old: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    new: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    subjects = {_subject(name) for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    for files, found in ((before, old), (after, new)):
        for name, raw in files.items():
            if (subject := _subject(name)) in subjects:
                for id_, table in _tables(name, raw).items():
                    found[subject][id_].append((name, table))
    changes = [_change(subject, old[subject], new[subject]) for subject in sorted(subjects)]
    return tuple(one for one in changes if one.added or one.changed or one.removed)


def _change(subject: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    changed = tuple(sorted(id_ for id_ in old.keys() & new.keys() if old[id_] != new[id_]))
    return Change(subject, tuple(sorted(new.keys() - old.keys())), changed, tuple(sorted(old.keys() - new.keys())))


def _subject(name: str) -> str:
    """`en/words/team.toml` is words, `es/tips.toml` tips, `rules.toml` rules; the lexicon's files are one."""
    path = name.split("/")
    stem = (path[1] if len(path) > 1 else path[0]).partition(".")[0]
    return LEXICON if stem.startswith(LEXICON) else stem


def _tables(name: str, raw: bytes) -> dict[str, Any]:
    """id -> what the file says of it; empty for a file that cannot be read: the check says why."""
    try:
        text = raw.decode()
        if name.endswith(".tsv"):
            return {row[0]: row for row in csv.reader(text.splitlines(), delimiter="\t") if row}
        tables = tomli.loads(text)
    except (UnicodeDecodeError, tomli.TOMLDecodeError):
        return {}
    return {Path(name).stem: tables} if _subject(name) in BY_FILE else tables
