"""The generated end of docs/safety-case.md: the content's sign-off, and the software that the bot stands on."""

import re

from bot.content import Content, load
from bot.settings import PROJECT

CASE = PROJECT / "docs/safety-case.md"
MARK = "<!-- generated: `make safety-case` writes from here on -->\n"
PIN = re.compile(r"^([a-z0-9._-]+)==([^ ]+?)(?: ;[^\\]*)? \\$", re.MULTILINE | re.IGNORECASE)


def generated(content: Content) -> str:
    """The rules' version, what nobody has signed, and each pinned package with its versions."""
    kinds = sorted({item.partition("/")[0] for item in content.unsigned})
    rows = [f"| {kind} | {sum(item.startswith(f'{kind}/') for item in content.unsigned)} |" for kind in kinds]
    pins: dict[str, list[str]] = {}
    for name, version in PIN.findall((PROJECT / "requirements.txt").read_text()):
        pins.setdefault(name, []).append(version)
    software = [f"| {name} | {', '.join(versions)} |" for name, versions in sorted(pins.items())]
    return "\n".join(
        [
            f"The rules of red flags stand at version `{content.rules_version}`.",
            f"**{len(content.unsigned)} clinical items have no reviewer's name.**"
            if kinds
            else "**Every item is signed.**",
            "",
            *(["| unsigned | items |", "|---|---|", *rows, ""] if kinds else []),
            "Software of unknown provenance, as pinned in `requirements.txt`, each with its hashes:",
            "",
            "| package | version |",
            "|---|---|",
            *software,
            "",
        ]
    )


def main() -> None:
    """Write the generated end anew."""
    head = CASE.read_text().partition(MARK)[0]
    CASE.write_text(head + MARK + "\n" + generated(load(PROJECT / "content")))


if __name__ == "__main__":
    main()
