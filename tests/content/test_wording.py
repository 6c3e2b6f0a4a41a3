"""The words that patients read: how long they may be, what they never say, and the same in every language."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CONTENT = Path(__file__).parents[2] / "content"
ENGLISH = "en"
KINDS = ("library", "exercises", "tips", "see_doctor", "red_flags", "phrases")
LANGUAGES = sorted(p.name for p in CONTENT.iterdir() if (p / "red_flags.toml").exists())
OTHERS = [language for language in LANGUAGES if language != ENGLISH]

Table = dict[str, Any]

# kind -> field -> most characters. These are the word fields; all others are data and live in English only.
LIMITS: dict[str, dict[str, int]] = {
    "library": {"title": 40, "text": 1200},
    "exercises": {"name": 40, "dose_text": 60, "steps": 90, "stop_if": 110},
    "tips": {"title": 40, "text": 500},
    "phrases": {"name": 40, "text": 400},
    "see_doctor": {"text": 110},
    "red_flags": {"label": 34, "question": 220, "first_line": 110, "tell_them": 62},
}
DATA: dict[str, set[str]] = {
    "library": {"order", "parent", "see_doctor", "source", "reviewed_by"},
    "exercises": {
        "code",
        "position",
        "level",
        "cautions",
        "serves",
        "source",
        "reviewed_by",
        "dose",
        "most",
        "figure",
        "purposes",
    },
    "tips": {"section", "exercise_advice", "not_when", "source", "reviewed_by"},
    "see_doctor": set(),
    "phrases": {"order", "taps", "source", "reviewed_by"},
    "red_flags": {
        "tier", "daily", "listed", "weekly", "instead_of", "after", "order", "source", "reviewed_by",
    },
}  # fmt: skip
OPTIONAL = {"parent", "see_doctor", "daily", "listed", "weekly", "instead_of", "after", "taps", "most"}
LONGEST_LINE = 112

# Never reassure, never judge the reader's state, never claim to be more than a reminder.
NEVER: dict[str, str] = {
    "en": r"""\bsafe(ly|r|ty)?\b | \bnormal(ly)?\b | you(\ are|'re)\ (fine|ok|okay|well|healthy)
        | (don't|do\ not|no\ need\ to|needn't)\ (worry|panic|be\ afraid) | nothing\ serious | harmless | no\ danger
        | not\ (serious|dangerous) | all\ is\ well | \bdiagnos | \bdetect | \bpredict | \bmonitor | risk\ score""",
    "es": r"""\bsegur[oa]s?\b | \bnormal(mente|es)?\b | \bestás\ (bien|san[oa]) | no\ te\ (preocupes|asustes|alarmes)
        | tranquil | no\ pasa\ nada | nada\ grave | no\ es\ (nada|grave|peligros) | inofensiv | sin\ peligro
        | \bdiagn[oó]stic | \bdetect | \bpredi[cj] | \bmonitor | \bvigila""",
    "ru": r"""не\ (волнуйтесь|беспокойтесь|переживайте|бойтесь|паникуйте) | нормальн | в\ порядке
        | ничего\ (страшн|серь[её]зн) | безопасн | неопасн | не\ (опасно|страшно|серь[её]зно) | вы\ здоров | безвредн
        | \bдиагно | обнаруж | предсказ | \bпрогноз | \bмонитор""",
}
MEDICINES = r"""\b\d+\s?(mg|мг)\b | ibuprof | ибупрофен | paracetam | парацетам | acetaminoph | aspirin | аспирин
    | gabapent | габапент | pregabal | прегабал | diclofena | диклофенак | naproxen | duloxet"""
COMMANDS = {"/urgent", "/checkin"}  # the only ones that texts may send a patient to
TAG = re.compile(r"</?[^>]*>")
POSITIONS = {"chair", "desk", "standing", "floor"}
CAUTIONS = {"OP", "PR", "HIP", "SS", "KN", "DMF", "BAL", "CV", "STEN", "DISC"}
EMERGENCIES = {"bladder", "bowel", "saddle", "both_legs", "cant_move", "stroke", "cold_pale", "chest_breath"}
URGENT_DAILY = {"weakness", "walk_balance", "sudden", "spreading", "swelling", "infection"}


def read(path: Path) -> Table:
    return tomllib.loads(path.read_text("utf-8"))


def tables(language: str, kind: str) -> dict[str, Table]:
    """`id` -> table, of one kind in one language."""
    root = CONTENT / language
    if kind == "library":
        pages = [page for path in sorted((root / kind).glob("*.toml")) for page in read(path).items()]
        assert len(pages) == len(dict(pages)), f"{language}: a page id is used twice"
        return dict(pages)
    if kind == "exercises":
        return {path.stem: read(path) for path in sorted((root / kind).glob("*.toml"))}
    return read(root / f"{kind}.toml")


ALL = {(language, kind): tables(language, kind) for language in LANGUAGES for kind in KINDS}


def sentences(language: str) -> Iterator[tuple[str, int, str]]:
    """(where, most characters, text) for every piece of text in a language."""
    for kind in KINDS:
        for name, table in ALL[language, kind].items():
            for field, limit in LIMITS[kind].items():
                pieces = table[field] if isinstance(table[field], list) else [table[field]]
                for piece in pieces:
                    yield f"{language}/{kind}/{name}.{field}", limit, piece


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_three_languages_are_there() -> None:
    assert {"en", "es", "ru"} <= set(LANGUAGES)
    assert set(NEVER) >= set(LANGUAGES), "a new language needs its own list of words never said"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", OTHERS)
def test_other_languages_have_the_same_ids_in_the_same_order(other: str, kind: str) -> None:
    assert list(ALL[other, kind]) == list(ALL[ENGLISH, kind])


@pytest.mark.parametrize("other", OTHERS)
def test_other_languages_have_the_same_files(other: str) -> None:
    def files(language: str) -> set[str]:
        root = CONTENT / language
        return {p.relative_to(root).as_posix() for sub in KINDS[:2] for p in (root / sub).iterdir()}

    assert files(other) == files(ENGLISH)


@pytest.mark.parametrize("kind", KINDS)
def test_data_is_in_english_only_and_words_are_everywhere(language: str, kind: str) -> None:
    wanted = set(LIMITS[kind]) | (DATA[kind] if language == ENGLISH else set())
    for name, table in ALL[language, kind].items():
        assert wanted - OPTIONAL <= set(table) <= wanted, f"{language}/{kind}/{name}"


def test_every_text_is_within_its_length(language: str) -> None:
    for where, limit, text in sentences(language):
        assert text.strip(), f"{where} is empty"
        assert len(text) <= limit, f"{where}: {len(text)} characters, at most {limit}"


def test_lines_are_short(language: str) -> None:
    for where, limit, text in sentences(language):
        for line in TAG.sub("", text).splitlines():
            assert len(line) <= max(LONGEST_LINE, limit if limit < 300 else 0), f"{where}: {line}"
            assert line == line.strip(), f"{where}: stray space in {line!r}"


def test_only_bold_and_italics_and_closed(language: str) -> None:
    for where, _, text in sentences(language):
        opened: list[str] = []
        for tag in TAG.findall(text):
            assert tag in {"<b>", "</b>", "<i>", "</i>"}, f"{where}: {tag}"
            if tag.startswith("</"):
                assert opened, f"{where}: {tag} closes nothing"
                assert opened.pop() == tag[2], f"{where}: {tag} out of order"
            else:
                opened.append(tag[1])
        assert not opened, f"{where}: {opened} left open"
        rest = TAG.sub("", text)
        assert not re.search(r"[<>]|&(?!(amp|lt|gt);)", rest), f"{where}: unescaped character"


def test_titles_and_labels_are_plain(language: str) -> None:
    for where, limit, text in sentences(language):
        if limit <= LIMITS["library"]["title"]:
            assert not TAG.search(text), f"{where}: a button shows no tags"
            assert all(ord(char) < 0x2000 or char in "—’" for char in text), f"{where}: emoji in {text}"
            assert text[0].isupper() or text[0] == "¿", f"{where}: {text}"


def test_no_placeholder_is_left_in_the_text(language: str) -> None:
    for where, _, text in sentences(language):
        assert not re.search(r"[{}\[\]]|TODO|XXX|%s", text), where


def test_never_reassures_or_claims_too_much(language: str) -> None:
    never = re.compile(NEVER[language], re.VERBOSE | re.IGNORECASE)
    for where, _, text in sentences(language):
        found = never.search(TAG.sub("", text))
        assert not found, f"{where} says {found[0] if found else ''!r}"


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{name}.{key}", inner)
    else:
        yield name, value


@pytest.mark.parametrize("file", ["checkin", "urgent", "triage", "alerts", "letters"])
def test_no_message_about_a_check_in_or_a_red_flag_reassures(language: str, file: str) -> None:
    never = re.compile(NEVER[language], re.VERBOSE | re.IGNORECASE)
    for where, text in _leaves(f"{language}/words/{file}", read(CONTENT / language / "words" / f"{file}.toml")):
        found = never.search(TAG.sub("", text))
        assert not found, f"{where} says {found[0] if found else ''!r}"


def test_names_no_medicine_and_no_dose(language: str) -> None:
    medicines = re.compile(MEDICINES, re.VERBOSE | re.IGNORECASE)
    for where, _, text in sentences(language):
        assert not medicines.search(text), where


def test_sends_patients_only_to_their_own_commands(language: str) -> None:
    for where, _, text in sentences(language):
        assert set(re.findall(r"(?<![\w<])/[a-z]+", text)) <= COMMANDS, where


HOUSE = {
    "es": r"\b(usted|ustedes|escriba (el|un|una|las|de)|tóquel[oa]s?|toque o|ponga|añádalo|guarde|compruébelo|véalo)\b",
    "ru": r"терапевт",
}
"""What is said otherwise: in Spanish everybody is "tú"; in Russian a "терапевт" is the family doctor."""


@pytest.mark.parametrize("language", HOUSE)
def test_everybody_is_addressed_and_named_in_one_way(language: str) -> None:
    files = [path for path in (CONTENT / language).rglob("*.toml") if not path.name.startswith("lexicon")]
    assert len(files) > 50
    found = {
        str(path): [one[0] for one in re.finditer(HOUSE[language], path.read_text(), re.IGNORECASE)] for path in files
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_speaks_to_everybody(language: str) -> None:
    for where, _, text in sentences(language):
        assert not re.search(r"\w\((а|a|ла|as|ая)\)|\wo/a\b|\w@", text), f"{where}: a doubled ending"


@pytest.mark.parametrize("other", OTHERS)
def test_nothing_is_left_untranslated(other: str) -> None:
    english = {where.partition("/")[2]: text for where, _, text in sentences(ENGLISH)}
    for where, _, text in sentences(other):
        assert english[where.partition("/")[2]] != text, where
        if other == "ru":
            assert re.search("[а-яё]", text), f"{where}: no Cyrillic in {text!r}"
            assert not re.search(r"[а-яё][a-z]|[a-z][а-яё]", TAG.sub("", text), re.IGNORECASE), (
                f"{where}: mixed letters"
            )


@pytest.mark.parametrize("other", OTHERS)
def test_numbers_are_the_same_in_every_language(other: str) -> None:
    def numbers(table: Table) -> Counter[str]:
        return Counter(re.findall(r"\d+", f"{table['dose_text']} {' '.join(table['steps'])} {table['stop_if']}"))

    for name, exercise in ALL[ENGLISH, "exercises"].items():
        assert numbers(ALL[other, "exercises"][name]) == numbers(exercise), f"{other}: {name}"
    for name, tip in ALL[ENGLISH, "tips"].items():
        here, there = (re.findall(r"\d+", t["text"]) for t in (ALL[other, "tips"][name], tip))
        assert here == there, f"{other}: {name}"


# Words to a button or a line of the urgent message


def test_labels_differ_from_one_another(language: str) -> None:
    labels = Counter(flag["label"].lower() for flag in ALL[language, "red_flags"].values())
    titles = Counter(page["title"].lower() for page in ALL[language, "library"].values())
    tips = Counter(tip["title"].lower() for tip in ALL[language, "tips"].values())
    names = Counter(exercise["name"].lower() for exercise in ALL[language, "exercises"].values())
    for kind in (labels, titles, tips, names):
        assert max(kind.values()) == 1, kind.most_common(1)


def test_what_to_tell_them_fits_into_a_sentence(language: str) -> None:
    for name, flag in ALL[language, "red_flags"].items():
        assert flag["tell_them"][0].islower(), name
        assert flag["tell_them"][-1].isalpha(), name


def test_questions_ask_and_first_lines_state(language: str) -> None:
    for name, flag in ALL[language, "red_flags"].items():
        if name != "other":  # asks, then invites to write
            assert flag["question"].endswith(("?", "10.", "10?")), name
        assert flag["first_line"].endswith("."), name
        assert "?" not in flag["first_line"], name


def test_exercises_have_few_short_steps(language: str) -> None:
    for name, exercise in ALL[language, "exercises"].items():
        assert 2 <= len(exercise["steps"]) <= 5, name
        assert 1 <= len(exercise["stop_if"]) <= 4, name


# Data beside the words


def test_red_flags_are_all_there() -> None:
    flags = ALL[ENGLISH, "red_flags"]
    asked = {name: flag for name, flag in flags.items() if flag.get("weekly")}
    assert Counter(flag["tier"] for flag in asked.values()) == {"emergency": 9, "urgent": 9, "routine": 5}
    assert {name for name, flag in flags.items() if flag.get("daily")} == EMERGENCIES | URGENT_DAILY
    assert all(flags[name]["tier"] == "emergency" for name in EMERGENCIES | {"trauma"})
    for name, flag in asked.items():
        assert flag["listed"] == (flag["tier"] != "routine"), name
    for name, flag in flags.items():
        assert not flag.get("listed") or flag.get("weekly"), name
    assert [flag["order"] for flag in flags.values()] == list(range(1, len(flags) + 1))


def test_every_clinical_item_says_where_it_comes_from() -> None:
    for kind in ("library", "exercises", "tips", "red_flags", "phrases"):
        for name, table in ALL[ENGLISH, kind].items():
            assert table["source"].strip(), f"{kind}/{name}"


def test_library_pages_hang_together() -> None:
    pages, lines = ALL[ENGLISH, "library"], ALL[ENGLISH, "see_doctor"]
    siblings: dict[str, list[int]] = {}
    for name, page in pages.items():
        parent = page.get("parent", "")
        assert not parent or ("parent" not in pages[parent] and parent != name), name
        siblings.setdefault(parent, []).append(page["order"])
    for parent, orders in siblings.items():
        assert sorted(orders) == list(range(1, len(orders) + 1)), f"below {parent or 'the top'}"
    assert {page["see_doctor"] for page in pages.values() if "see_doctor" in page} == set(lines)


def test_exercise_data() -> None:
    exercises = ALL[ENGLISH, "exercises"]
    codes = [exercise["code"] for exercise in exercises.values()]
    assert len(set(codes)) == len(codes)
    for name, exercise in exercises.items():
        dose = exercise["dose"]
        assert re.fullmatch(r"X\d\d", exercise["code"]), name
        assert exercise["position"], name
        assert set(exercise["position"]) <= POSITIONS, name
        assert exercise["level"] in {1, 2, 3}, name
        assert set(exercise["cautions"]) <= CAUTIONS, name
        assert set(dose) == {"sets", "reps", "hold_seconds", "minutes"}, name
        assert dose["sets"] >= 1, name
        assert dose["reps"] or dose["hold_seconds"] or dose["minutes"], name


def test_the_dose_is_said_in_words(language: str) -> None:
    for name, exercise in ALL[ENGLISH, "exercises"].items():
        here = ALL[language, "exercises"][name]
        said = set(re.findall(r"\d+", f"{here['dose_text']} {' '.join(here['steps'])}"))
        wanted = {str(number) for number in exercise["dose"].values() if number > 1}
        assert wanted <= said, f"{language}: {name} leaves out {wanted - said}"


def test_tips_data() -> None:
    tips = ALL[ENGLISH, "tips"]
    assert len(tips) >= 40
    assert {tip["section"] for tip in tips.values()} == {"lifestyle", "prevention", "education"}
    for name, tip in tips.items():
        assert isinstance(tip["exercise_advice"], bool), name
        assert set(tip["not_when"]) <= CAUTIONS, name


def test_emergency_numbers_have_the_right_shape() -> None:
    header, *rows = (CONTENT / "emergency_numbers.tsv").read_text("utf-8").splitlines()
    assert header.split("\t") == ["country", "name", "ambulance", "also", "non_urgent_line_recall_only"]
    cells = [row.split("\t") for row in rows]
    assert len({country for country, *_ in cells}) == len(cells) == 100
    for country, name, ambulance, also, _ in cells:
        assert re.fullmatch("[A-Z]{2}", country), country
        assert name.strip(), country
        assert re.fullmatch(r"\d{2,5}", ambulance), country
        assert re.fullmatch(r"(\d{2,5})?", also), country
