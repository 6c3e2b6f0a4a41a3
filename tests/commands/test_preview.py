"""`stepwell preview`: what it prints is what the bot does, and what it cannot read it says in one line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main

BERLIN = "--zone Europe/Berlin --from 2026-03-27"


def shown(options: str, *more: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, ["preview", *options.split(), *more, "--json"], env={"TELEGRAM_BOT_TOKEN": None})
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)["occurrences"]
    return found


def test_the_instants_of_set_times_over_a_clock_change() -> None:
    assert shown(f"--times 15:00,02:30 --days sat-mon {BERLIN} --for 3d") == [
        {"at": "2026-03-28T02:30:00+01:00", "local_date": "2026-03-28", "slot": 0},
        {"at": "2026-03-28T15:00:00+01:00", "local_date": "2026-03-28", "slot": 1},
        {"at": "2026-03-29T03:30:00+02:00", "local_date": "2026-03-29", "slot": 0},
        {"at": "2026-03-29T15:00:00+02:00", "local_date": "2026-03-29", "slot": 1},
    ]


@pytest.mark.parametrize(
    ("options", "starts"),
    [
        ("--every 45m --between 09:00-11:30 --for 1d", ["27T09:45", "27T10:30", "27T11:15"]),
        ("--every 1h --between 9-12 --for 1d", ["27T10:00", "27T11:00"]),
        ("--every 90min --between 9–12 --days mon–fri --for 3d", ["27T10:30"]),
        ("--times 9 --every-days 3 --for 1w", ["27T09:00", "30T09:00", "02T09:00"]),
        ("--times 9 --every-days 3 --anchor 2026-03-25 --for 1w", ["28T09:00", "31T09:00"]),
        ("--times 9 --times-a-week 2 --days mon-fri --for 1w", ["30T09:00", "02T09:00"]),
        ("--times 9,15 --limit 3 --for 1w", ["27T09:00", "27T15:00", "28T09:00"]),
        ("--times 9 --start 2026-03-30 --end 2026-03-31 --for 2w", ["30T09:00", "31T09:00"]),
    ],
)
def test_every_kind_of_rule(options: str, starts: list[str]) -> None:
    assert [one["at"][8:16] for one in shown(f"{options} {BERLIN}")] == starts


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rule.json", '{"times": ["09:00"], "days": [0, 4], "starts_on": "2026-03-28"}'),
        ("rule.json", '{"times": "9:00", "days": "mon,fri", "starts_on": "2026-03-28"}'),
        ("rule.toml", 'times = ["09:00"]\ndays = "mon,fri"\nstarts_on = 2026-03-28'),
        ("rule.toml", 'times = [09:00:00]\ndays = "mon,fri"\nstarts_on = 2026-03-28'),
    ],
)
def test_a_rule_out_of_a_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8-sig")
    found = shown(f"{BERLIN} --for 8d", "--rule-file", str(tmp_path / name))
    assert [one["local_date"] for one in found] == ["2026-03-30", "2026-04-03"]


def test_a_file_may_say_every_and_between_as_the_options_do(tmp_path: Path) -> None:
    (tmp_path / "rule.json").write_text('{"every": "45m", "between": "09:00-11:30"}')
    found = shown(f"{BERLIN} --for 1d", "--rule-file", str(tmp_path / "rule.json"))
    assert [one["at"][11:16] for one in found] == ["09:45", "10:30", "11:15"]


def test_the_table_says_what_the_clocks_moved() -> None:
    result = CliRunner().invoke(main, f"preview --times 02:30 {BERLIN} --for 3d".split())
    assert result.exit_code == 0
    head, _, _, moved = result.stdout.splitlines()
    assert head == "3 in Europe/Berlin"
    assert moved.startswith("Sun 29 Mar 2026  03:30  UTC+0200  moved from 29 Mar 02:30")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (f"--times 25:00 {BERLIN}", "--times: '25:00' is no time of day"),
        (f"--times noon {BERLIN}", "--times: 'noon' is no time of day"),
        (f"--times 9 --every 45m --between 9-17 {BERLIN}", "--times: give either --times or --every"),
        (BERLIN, "--times: give either --times or --every"),
        (f"--times 9 --days funday {BERLIN}", "--days: there is no day 'funday'"),
        (f"--every 0m --between 9-17 {BERLIN}", "--every: '0' will not do"),
        (f"--every soon --between 9-17 {BERLIN}", "--every: 'soon' is no length"),
        (f"--every 45m {BERLIN}", "--between: --every needs a window"),
        (f"--every 45m --between 9 {BERLIN}", "--between: '9' is no window"),
        (f"--every 45m --between 9-9:45 {BERLIN}", "--every: 45 minutes after the start, the window 9 to 9:45 is over"),
        (f"--every 45m --between 9-9 {BERLIN}", "--between: the window must end after it starts"),
        (f"--every 45m --between 22-6 {BERLIN}", "--between: the window must end after it starts"),
        (f"--times 9 --every-days x {BERLIN}", "--every-days: 'x' is no number"),
        (f"--times 9 --times-a-week 4 {BERLIN}", "--times-a-week: '4' will not do"),
        (f"--times 9 --start 2026-04-02 --end 2026-04-01 {BERLIN}", "--end: it is before --start"),
        (f"--times 9 --limit 0 {BERLIN}", "--limit: '0' will not do"),
        (f"--times 9 {BERLIN} --for 0d", "--for: '0d' will not do"),
        ("--times 9 --zone Europe/Berln --from 2026-03-27", "did you mean Europe/Berlin?"),
        ("--times 9 --zone localtime --from 2026-03-27", "--zone: there is no zone 'localtime'"),
        ("--times 9 --from 2026-03-27", "--zone: say which"),
        ("--times 9 --zone UTC", "--from: say which day"),
        ("--times 9 --zone UTC --from 2026-02-30", "--from: '2026-02-30' is no date"),
        ("--times 9 --zone UTC --from 9999-12-31", "--from: '9999-12-31' is too far away"),
        (f"--rule-file nowhere.json {BERLIN}", "--rule-file: 'nowhere.json' cannot be read"),
        (f"--rule-file /dev/zero {BERLIN}", "--rule-file: '/dev/zero' cannot be read"),
        (f"--rule-file nowhere.json --days mon {BERLIN}", "--rule-file: the file has the whole rule; leave out --days"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(options: str, named: str) -> None:
    result = CliRunner().invoke(main, ["preview", *options.split()])
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("stepwell: --")
    assert named in line
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"every": "soon", "between": "9-10"}', "every: 'soon' is no length"),
        ('{"every": "5m", "between": "9-10"}', "every: '5' will not do"),
        ('{"every": "45m", "every_minutes": 30, "between": "9-10"}', "every: give either every or every_minutes"),
        ('{"every": "45m", "between": "9-10", "end": "11:00"}', "between: give either between or end"),
        ('{"every": "45m", "between": "10-9"}', "between: the window must end after it starts"),
        ('{"every": "45m", "between": "9-9:30"}', "every: 45 minutes after the start"),
        ('{"times": [5]}', "times: give a list of times"),
    ],
)
def test_a_file_names_its_own_fields(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "rule.json").write_text(text)
    result = CliRunner().invoke(main, ["preview", "--rule-file", str(tmp_path / "rule.json"), *BERLIN.split()])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"stepwell: --rule-file: {named}")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[" * 60_000, '{"times": ["09:00"], "colour": "red"}', '{"times": ["24:00"]}']
)
def test_a_broken_file_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "rule.json").write_text(text)
    result = CliRunner().invoke(main, ["preview", "--rule-file", str(tmp_path / "rule.json"), *BERLIN.split()])
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("stepwell: --rule-file: ")
