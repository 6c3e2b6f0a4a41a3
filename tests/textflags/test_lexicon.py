"""A lexicon made of a few words: what each of its parts does to a text."""

from dataclasses import replace

import pytest

from bot.domain.textflags import Detection, LexiconError, Source, detect, read
from bot.domain.textflags.lexicon import FlagWords
from bot.domain.textflags.normalising import plain, split

SMALL = Source(
    flags={
        "weak": FlagWords(
            says=("weakness", "(feeble|wobbly) legs", "(limpness|{kinds})"),
            unless=("weakness of character",),
            mentions=("clumsily", "toes .. amiss"),
        ),
        "drop": FlagWords(says=("dropping foot",)),
    },
    lists={"kinds": ("floppiness", "heaviness")},
    cues={"negates": ("without", "formerly"), "past": ("longago", "formerly"), "supposes": ("what if",)},
    fillers=("my",),
    contrasts=("but", "although"),
    bound=("anything but",),
    right=("wobblz", "leg"),
    short=("legs",),
    spelt=("trousers",),
    chat={"wkns": "my weakness", "wdf": "dropping foot"},
)


def heard(words: str, source: Source = SMALL) -> Detection:
    """What a lexicon hears that is made anew: one that is kept would hide a fault in its making."""
    return detect(words, read([source]))


@pytest.mark.parametrize(
    ("words", "hits", "soft"),
    [
        ("weakness", ("weak",), ()),
        ("wkns", ("weak",), ()),
        ("a wdf", ("drop",), ()),
        ("wobbly my legs", ("weak",), ()),
        ("heaviness", ("weak",), ()),
        ("clumsily", (), ("weak",)),
        ("clumsily. weakness", ("weak",), ()),
        ("weakness. clumsily", ("weak",), ()),
        ("dropping foot and weakness", ("drop", "weak"), ()),
        ("weakness of character", (), ()),
        ("weakness, of character", ("weak",), ()),
        ("weakness of character. weakness", ("weak",), ()),
        ("without weakness", (), ()),
        ("without clumsily", (), ()),
        ("without anything but weakness", (), ()),
        ("without pain but weakness", ("weak",), ()),
        ("anything although weakness", ("weak",), ()),
        ("without pain altough weakness", ("weak",), ()),
        ("toes but amiss", (), ("weak",)),
        ("toes. amiss", (), ()),
        ("feeble but legs", (), ()),
        ("what if weakness", (), ("weak",)),
        ("longago weakness", (), ("weak",)),
        ("formerly weakness", (), ()),
        ("nothing", (), ()),
    ],
)
def test_what_is_heard(words: str, hits: tuple[str, ...], soft: tuple[str, ...]) -> None:
    assert (heard(words).hits, heard(words).soft) == (hits, soft)


@pytest.mark.parametrize(
    "words",
    ["weaknes", "feble legs", "wobly legs", "limpnes", "floppines", "heavines", "droping foot", "dropping foot 1"],
)
def test_every_word_that_is_written_down_may_be_misspelt(words: str) -> None:
    assert heard(words).hits


def test_a_cue_and_a_vague_word_may_be_misspelt_too() -> None:
    assert heard("witout weakness").hits == ()
    assert heard("clumsly").soft == ("weak",)
    speller = read([SMALL]).speller
    assert (speller.repair("trouserz"), speller.repair("charakter")) == ("trousers", "character")


def test_a_word_that_is_right_is_left_alone() -> None:
    assert heard("wobblz legs").hits == ()


def test_a_short_word_may_be_misspelt_too() -> None:
    assert heard("wobbly lesg").hits == heard("wobbly legss").hits == ("weak",)
    assert heard("wobbly leg").hits == heard("wobbly lugs").hits == ()


def test_the_words_it_was_found_in() -> None:
    assert heard("so my feeble my legs today").spans == (("weak", "feeble my legs"),)


def test_two_languages_read_the_same_text() -> None:
    other = Source({"cold": FlagWords(says=("frio",))})
    assert detect("frio but weakness", read([SMALL, other])).hits == ("cold", "weak")
    assert heard("frio").hits == ()


def test_the_version_is_a_hash_over_the_words_and_not_their_order() -> None:
    version = read([SMALL]).version
    assert read([replace(SMALL, flags=dict(reversed(list(SMALL.flags.items()))))]).version == version
    assert read([replace(SMALL, spelt=("trouser",))]).version != version
    assert len(version) == 12


def test_a_kind_of_cue_that_there_is_not_is_named() -> None:
    with pytest.raises(LexiconError, match="no kind of cue 'negate'"):
        read([replace(SMALL, cues={"negate": ("no",)})])


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("Weaaaak", "weak"),
        ("feeeel", "feel"),
        ("soooo", "soo"),
        ("good", "good"),
        ("1000", "1000"),
        ("___", "___"),
        ("Ёлка йод", "елка йод"),
        ("Año Él", "año el"),
        ("can’t", "cant"),
        ("pi\u200bss\u00ad", "piss"),
        ("ｗide", "wide"),
        ("x" * 9000, "x"),
        ("ab" * 5000, "ab" * 4096),
    ],
)
def test_plain_letters(typed: str, read_as: str) -> None:
    assert plain(typed) == read_as


def test_the_stretches_that_words_stand_in_are_counted() -> None:
    text = split("a b, c but d; e. f, g? h but i?! j", {"but": ()})
    assert text.words == list("abcdefghij")
    assert text.sentences == [0, 0, 0, 0, 0, 1, 1, 2, 2, 3]
    assert text.clauses == [0, 0, 0, 1, 2, 3, 3, 4, 5, 6]
    assert text.segments == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert text.asked == {1: "?", 2: "?!"}
    assert split("").words == []


def test_dots_that_trail_off_end_a_clause_and_no_sentence() -> None:
    text = split("a... b… c.. d. e", {})
    assert text.clauses == [0, 1, 2, 3, 4]
    assert text.sentences == [0, 0, 0, 0, 1]
    assert heard("toes... amiss").soft == heard("toes… amiss").soft == ("weak",)
    assert heard("toes! amiss").soft == ()


def test_a_word_of_contrast_is_none_behind_a_word_it_is_bound_to() -> None:
    text = split("but a all but b nothing but c", {"but": {"all"}})
    assert (text.words, text.clauses) == (["a", "all", "but", "b", "nothing", "c"], [1, 1, 1, 1, 1, 2])
