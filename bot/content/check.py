"""What must hold in the content: the same keys everywhere, references that lead somewhere, clean HTML."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from bot.content.entries import Strict
from bot.content.model import REFERENCE, Content
from bot.content.words import Sentence, placeholders, plural_categories
from bot.domain.triage import Tier, lowered

TAG = re.compile(r"</?([a-z]+)[^>]*>")
ALLOWED = {"b", "i"}


def check_words(sentences: Mapping[str, Mapping[str, Sentence]]) -> list[str]:
    """Every language has the reference's keys, with the same placeholders and all of its plurals."""
    reference = sentences.get(REFERENCE, {})
    problems = []
    for language, found in sentences.items():
        problems += [f"{language}/words: '{key}' is missing" for key in reference.keys() - found.keys()]
        problems += [f"{language}/words: '{key}' is not in '{REFERENCE}'" for key in found.keys() - reference.keys()]
        for key in found.keys() & reference.keys():
            problems += [
                f"{language}/words: '{key}' {what}" for what in _sentence(language, found[key], reference[key])
            ]
    return sorted(problems)


def _sentence(language: str, found: Sentence, reference: Sentence) -> Iterator[str]:
    forms = [*found.values()] if isinstance(found, Mapping) else [found]
    if not all(isinstance(form, str) for form in forms):
        yield "is not text"
        return
    if isinstance(found, str) != isinstance(reference, str):
        yield "is a plural in one language only"
        return
    if not isinstance(found, str) and set(found) != plural_categories(language) | {"other"}:
        yield f"needs the plurals {', '.join(sorted(plural_categories(language) | {'other'}))}"
    expected = _names(reference if isinstance(reference, str) else reference["other"])
    for form in forms:
        yield from markup_problems(form)
        names = _names(form)
        if names is None:
            yield "has a brace without its partner"
        if names is None or expected is None:
            continue
        missing = expected ^ names
        if missing - ({"n"} if not isinstance(found, str) else set()):
            yield f"differs in its placeholders: {', '.join(sorted(missing))}"


def _names(template: str) -> set[str] | None:
    """The placeholders of a text; None when its braces are broken."""
    try:
        return placeholders(template)
    except (ValueError, TypeError):
        return None


def check_references(content: Content) -> list[str]:
    """Ids that content files name exist."""
    problems = []
    for page in content.pages.values():
        if page.data.parent is not None and page.data.parent not in content.pages:
            problems.append(f"library: [{page.id}] parent: there is no page '{page.data.parent}'")
        if page.data.see_doctor is not None and page.data.see_doctor not in content.see_doctor:
            problems.append(f"library: [{page.id}] see_doctor: there is no line '{page.data.see_doctor}'")
    for exercise in content.exercises.values():
        codes = [code for code in exercise.data.cautions if code not in content.cautions]
        problems += [f"exercises: [{exercise.id}] cautions: there is no caution '{code}'" for code in codes]
    for plan in content.plans.values():
        named = {line.exercise for line in plan.data.lines} - {None}
        strange = sorted(str(name) for name in named - content.exercises.keys())
        problems += [f"plans: [{plan.id}] exercise: there is no exercise '{name}'" for name in strange]
    for tip in content.tips.values():
        codes = [code for code in tip.data.not_when if code not in content.cautions]
        problems += [f"tips: [{tip.id}] not_when: there is no caution '{code}'" for code in codes]
    problems += _flags_named(content)
    if not content.consent_version:
        problems.append("consent.toml: version is missing")
    return problems


def _flags_named(content: Content) -> list[str]:
    """Red flags that rules, questions and the clinic's own tiers name exist, and no tier is lowered."""
    problems = []
    for rule in content.rules:
        unknown = sorted((rule.every | rule.some) - content.red_flags.keys())
        problems += [f"rules.toml: [{rule.id}] there is no red flag '{flag}'" for flag in unknown]
    for flag, item in content.red_flags.items():
        named = {*item.data.after, item.data.instead_of} - {None, *content.red_flags}
        problems += [f"red_flags: [{flag}] there is no red flag '{other}'" for other in sorted(map(str, named))]
    own = {flag: Tier.named(item.data.tier) for flag, item in content.red_flags.items()}
    problems += [f"raise.toml: there is no red flag '{flag}'" for flag in sorted(content.raised.keys() - own.keys())]
    problems += [f"raise.toml: [{flag}] may be raised, not lowered" for flag in lowered(own, content.raised)]
    return problems


def check_texts(content: Content) -> list[str]:
    """Every text of the items is HTML that Telegram takes."""
    kinds: tuple[Mapping[str, object], ...] = (
        content.red_flags, content.pages, content.tips, content.exercises, content.plans, content.see_doctor,
        content.release, content.cautions, content.phrases,
    )  # fmt: skip
    return [problem for items in kinds for item in items.values() for problem in _item(item)]


def _item(item: object) -> Iterator[str]:
    texts: Mapping[str, Strict] = item.texts  # type: ignore[attr-defined]
    for language, text in texts.items():
        for value in text.model_dump().values():
            for part in _strings(value):
                for problem in markup_problems(part):
                    yield f"{language}: '{item.id}' {problem}"  # type: ignore[attr-defined]


def _strings(value: object) -> Iterable[str]:
    return [value] if isinstance(value, str) else [part for part in value if isinstance(part, str)]  # type: ignore[attr-defined]


def markup_problems(text: str) -> Iterator[str]:
    """What Telegram would refuse: other tags than <b> and <i>, tags that cross, a bare < or &."""
    if not text.strip():
        yield "is empty"
    stack: list[str] = []
    for found in TAG.finditer(text):
        name = found[1]
        if name not in ALLOWED:
            yield f"has the tag <{name}>"
        elif not found[0].startswith("</"):
            stack.append(name)
        elif not stack or stack.pop() != name:
            yield f"closes <{name}> out of order"
    if stack:
        yield f"leaves <{stack[-1]}> open"
    bare = TAG.sub("", text)
    if "<" in bare or ("&" in bare and html.escape(html.unescape(bare), quote=False) != bare):
        yield "has a bare < or &: write &lt; or &amp;"
