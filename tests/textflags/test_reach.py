"""How far a word reaches that changes what is meant, word by word, in a language of its own.

`w` stands for any word that carries something; 'the' carries nothing and is not counted.
"""

import pytest

from bot.domain.textflags import Source, detect, read
from bot.domain.textflags.lexicon import FlagWords

LEXICON = read(
    [
        Source(
            {
                "f": FlagWords(
                    says=(
                        "hurt",
                        "red .... foot",
                        "cannot walk",
                        "cannot .. run",
                        "stay .. cannot sit",
                        "them two",
                        "so none left",
                        "because cold",
                        "will fall",
                        "know suppose fever",
                        "not gone",
                    )
                ),
                "g": FlagWords(says=("fever", "no power")),
                "self_harm": FlagWords(says=("end it",)),
            },
            cues={
                "negates": ("no",),
                "negates_next": ("barely",),
                "negates_before": ("absent",),
                "negates_loss": ("not that", "none"),
                "never_negates": ("no doubt", "barely ever so"),
                "loss": ("cannot",),
                "stops": ("because",),
                "breaks_list": ("have",),
                "joins": ("or",),
                "other": ("mum", "my mum me"),
                "third": ("her", "them"),
                "self": ("me",),
                "reports": ("says",),
                "supposes": ("suppose", "if hurt"),
                "asks": ("will",),
                "presupposes": ("why",),
                "past": ("ago",),
                "now": ("now",),
                "over": ("gone",),
                "idiom": ("hurt feelings", "odd bird"),
            },
            fillers=("the",),
            contrasts=("but",),
        )
    ]
)
HIT, SOFT, NONE = "hit", "soft", "none"


def heard(words: str, flag: str = "f") -> str:
    found = detect(words, LEXICON)
    return HIT if flag in found.hits else SOFT if flag in found.soft else NONE


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("no hurt", NONE),
        ("no w w w w w w hurt", NONE),
        ("no the w w the w w w w hurt", NONE),
        ("no w w w w w w w hurt", HIT),
        ("hurt no", HIT),
        ("hurt no w", HIT),
        ("red no foot", NONE),
        ("red foot no", HIT),
        ("red w w w no w w w foot", NONE),
        ("no w. hurt", HIT),
        ("no but hurt", HIT),
        ("w no hurt", NONE),
        ("no because hurt", HIT),
        ("no w because w hurt", HIT),
        ("because no hurt", NONE),
        ("no hurt because w", NONE),
        ("no because cold", NONE),
        ("because cold", HIT),
        ("no doubt hurt", HIT),
        ("no doubt no hurt", NONE),
        ("barely hurt", NONE),
        ("barely w w hurt", NONE),
        ("barely w w w hurt", HIT),
        ("barely ever so hurt", HIT),
        ("hurt absent", NONE),
        ("hurt w w absent", NONE),
        ("hurt w w w absent", HIT),
        ("absent hurt", HIT),
        ("hurt, absent", HIT),
        ("hurt. absent", HIT),
        ("red absent foot", NONE),
        ("red, absent foot", NONE),
        ("w w hurt absent", NONE),
    ],
)
def test_how_far_a_negation_reaches(words: str, certainty: str) -> None:
    assert heard(words) == certainty


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("cannot walk", HIT),
        ("no cannot walk", HIT),
        ("barely cannot walk", HIT),
        ("not that cannot walk", NONE),
        ("not that w w w w cannot walk", NONE),
        ("not that w w w w w cannot walk", HIT),
        ("not that because cannot walk", HIT),
        ("not that hurt", NONE),
        ("cannot walk absent", NONE),
        ("cannot w hurt", HIT),
        ("so none left", HIT),
        ("no hurt cannot walk", HIT),
        ("cannot w run", HIT),
        ("cannot cannot run", HIT),
        ("cannot w cannot", NONE),
        ("cannot w not run", HIT),
    ],
)
def test_a_lost_ability_says_no_itself(words: str, certainty: str) -> None:
    assert heard(words) == certainty


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("no w, hurt", SOFT),
        ("no, hurt", SOFT),
        ("have, no w, hurt", SOFT),
        ("no or, hurt", NONE),
        ("no w, hurt or w", NONE),
        ("no w, w or hurt", NONE),
        ("no w or w, hurt", NONE),
        ("or no w, hurt", SOFT),
        ("no w, hurt. or", SOFT),
        ("no w, have hurt", HIT),
        ("no w, w, have hurt", HIT),
        ("no w, hurt have", SOFT),
        ("have no w, hurt", SOFT),
        ("no w, hurt, have w", SOFT),
        ("no have, hurt", SOFT),
        ("red, no w foot", NONE),
        ("no w, no hurt", NONE),
    ],
)
def test_a_comma_ends_a_negation_unless_a_list_follows(words: str, certainty: str) -> None:
    assert heard(words) == certainty


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("hurt feelings", SOFT),
        ("hurt w feelings", HIT),
        ("hurt odd bird", HIT),
        ("odd bird hurt", HIT),
        ("hurt feelings. hurt", HIT),
        ("suppose hurt", SOFT),
        ("w suppose w w w w w w w w w hurt", SOFT),
        ("hurt suppose", HIT),
        ("suppose but hurt", HIT),
        ("suppose w. hurt", HIT),
        ("red suppose foot", SOFT),
        ("why suppose hurt", HIT),
        ("know suppose fever", HIT),
        ("if hurt", SOFT),
        ("suppose know suppose fever", SOFT),
        ("why hurt?", HIT),
        ("hurt why?", SOFT),
        ("hurt?", SOFT),
        ("hurt!", HIT),
        ("hurt?!", HIT),
        ("hurt, w?", HIT),
        ("w, hurt?", SOFT),
        ("will hurt?", SOFT),
        ("will hurt?!", SOFT),
        ("will w, hurt?", SOFT),
        ("will hurt, w?", SOFT),
        ("will fall, w?", SOFT),
        ("hurt will w?", HIT),
        ("hurt, will w?", HIT),
        ("will w? hurt", HIT),
        ("hurt. will w?", HIT),
        ("will hurt", HIT),
    ],
)
def test_what_is_supposed_or_asked_is_no_report(words: str, certainty: str) -> None:
    assert heard(words) == certainty


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("ago hurt", SOFT),
        ("hurt w w ago", SOFT),
        ("hurt. ago", HIT),
        ("ago. hurt", HIT),
        ("ago but hurt", HIT),
        ("ago but hurt ago", SOFT),
        ("ago w now hurt", HIT),
        ("ago hurt now", HIT),
        ("ago w hurt w now", SOFT),
        ("now w w w ago hurt", HIT),
        ("now w w w w ago hurt", SOFT),
        ("hurt now ago", HIT),
        ("now hurt w w w w w ago", SOFT),
        ("hurt gone", SOFT),
        ("hurt w w w gone", SOFT),
        ("hurt w w w w gone", HIT),
        ("gone hurt", HIT),
        ("hurt. gone", HIT),
        ("red gone foot", SOFT),
        ("not gone", HIT),
        ("not gone gone", SOFT),
    ],
)
def test_what_is_over_is_not_now(words: str, certainty: str) -> None:
    assert heard(words) == certainty


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("mum hurt", SOFT),
        ("mum w w w w w w w hurt", SOFT),
        ("hurt mum", HIT),
        ("mum. hurt", HIT),
        ("mum me hurt", HIT),
        ("me mum hurt", SOFT),
        ("mum hurt me", SOFT),
        ("my mum me hurt", SOFT),
        ("mum. me mum hurt", SOFT),
        ("me. mum hurt", SOFT),
        ("mum says hurt", HIT),
        ("says mum hurt", SOFT),
        ("mum hurt says", SOFT),
        ("mum says her hurt", SOFT),
        ("her hurt", SOFT),
        ("her. hurt", HIT),
        ("hurt her", HIT),
        ("her says hurt", SOFT),
        ("her. mum says hurt", HIT),
        ("red her foot", SOFT),
        ("them two", HIT),
        ("her them two", SOFT),
        ("red me foot", HIT),
    ],
)
def test_the_last_person_named_is_the_one_it_is_about(words: str, certainty: str) -> None:
    assert heard(words) == certainty


@pytest.mark.parametrize(
    ("words", "certainty"),
    [("end it", HIT), ("suppose mum end it", HIT), ("end it?", HIT), ("no end it", SOFT), ("not that end it", SOFT)],
)
def test_self_harm_is_heard_whoever_it_is_about(words: str, certainty: str) -> None:
    assert heard(words, "self_harm") == certainty


def test_one_findings_words_take_nothing_back_from_another() -> None:
    assert heard("cannot walk fever", "g") == HIT
    assert heard("no power hurt", "g") == HIT
    assert heard("no power hurt") == HIT
    assert heard("no fever hurt", "f") == NONE
    assert heard("no fever but hurt", "f") == HIT
