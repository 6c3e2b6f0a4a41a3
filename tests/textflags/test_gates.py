"""The gates of safety.md §2.5, on our own labelled sentences and on those that were given."""

from functools import cache

import pytest

from tests.textflags.table import EMERGENCY, EVERY, sentences

MISHEARD = {
    "Had an accident in bed, poo everywhere, didn't know I needed to go",
    "lost vision in one eye about ten mins ago",
    "One foot is warm, the other is icy and white as paper.",
    "no fever nothing but my chest is paining since morning",
    "at night in bed my foot hurts bad, hanging it over the side helps",
    "давит в груди и не отпускает",
    "I had an accident in my trousers, poo not pee, and I never felt it coming",
    "I leaked on the way to the bathroom",
    "I tried to stand on that leg and couldn't, it just will not hold me",
    "I've got a headache like I've been hit with a hammer, worst I've ever had",
    "bathroom trips are a nightmare, takes me ten minutes to get going",
    "both my calves feel asleep and wont wake up",
    "can't hold a cup, my arm keeps falling",
    "cant put any weight on it, leg won't hold, had to crawl",
    "everything went black and I hit the floor",
    "foot is agony in bed at nite, only eases when i dangle it off the side",
    "it's raining cats and dogs, can't walk today",
    "my foot is no longer numb, but the area between my legs is",
    "my foot just won't come up when I walk I keep catching my toes",
    "no aguanto las ganas de ir al baño y me ensucio",
    "no siento nada de la cintura para abajo por atrás, las nalgas dormidas",
    "now its both legs ffs",
    "the pain is not better, it's worse",
    "the physio asked me to pull my toes up and I couldn't",
    "the runs just come out before I know it, no warning",
    "tried to stand and my leg would not take any weight at all",
    "Не могу удержать кал, не успеваю дойти до туалета.",
    "Ночью стопа сильно болит, легче, только когда спущу ногу с кровати.",
    "одна нога холодная бледная вторая норм",
}
"""Labelled sentences that the detector is known to get wrong; the gates allow for some."""


@cache
def wanted() -> list[tuple[str, frozenset[str], frozenset[str], frozenset[str]]]:
    return [(one.words, one.expected, frozenset(one.heard.hits), frozenset(one.heard.soft)) for one in EVERY]


def test_the_set_is_large_and_in_every_language() -> None:
    assert len(sentences()) >= 5000
    assert {one.language for one in EVERY} == {"en", "es", "ru"}
    assert sum(not one.expected for one in EVERY) >= 100


def test_what_was_heard_rightly_once_is_heard_rightly_still() -> None:
    assert {words for words, exp, hits, _ in wanted() if exp != hits} == MISHEARD


def test_no_emergency_goes_unasked() -> None:
    missed = [(words, flag) for words, exp, hits, soft in wanted() for flag in (exp & EMERGENCY) - hits - soft]
    assert missed == []


def test_emergencies_are_heard_as_affirmed() -> None:
    pairs = [(flag in hits, words) for words, exp, hits, _ in wanted() for flag in exp & EMERGENCY]
    assert sum(heard for heard, _ in pairs) / len(pairs) >= 0.97, [words for heard, words in pairs if not heard]


def test_recall_precision_and_exact_sets() -> None:
    rows = wanted()
    both = sum(len(exp & hits) for _, exp, hits, _ in rows)
    assert both / sum(len(exp) for _, exp, _, _ in rows) >= 0.95
    assert both / sum(len(hits) for _, _, hits, _ in rows) > 0.965
    assert sum(exp == hits for _, exp, hits, _ in rows) / len(rows) > 0.945


def test_false_emergencies_are_rare() -> None:
    negatives = [(words, hits) for words, exp, hits, _ in wanted() if not exp]
    false = [words for words, hits in negatives if hits & EMERGENCY]
    assert len(false) / len(negatives) <= 0.05, false


def test_every_mention_of_self_harm_is_heard() -> None:
    assert [words for words, exp, hits, _ in wanted() if "self_harm" in exp - hits] == []


@pytest.mark.parametrize("flag", sorted({flag for one in EVERY for flag in one.expected}))
def test_each_red_flag_is_heard(flag: str) -> None:
    heard = [(flag in hits, words) for words, exp, hits, _ in wanted() if flag in exp]
    assert sum(there for there, _ in heard) / len(heard) >= 0.9, [words for there, words in heard if not there]


@pytest.mark.parametrize("one", sentences("given.tsv"), ids=lambda one: one.words)
def test_the_given_sentences(one: object) -> None:
    assert frozenset(one.heard.hits) == one.expected  # type: ignore[attr-defined]
