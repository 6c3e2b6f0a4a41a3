"""What is live, and what the files on disk would change: told to an admin before the next start, not by it."""

import shutil
from dataclasses import replace
from pathlib import Path

from sqlmodel import select

from bot.content import live
from bot.models import OutboxRow, OutboxState
from bot.sandbox.phone import Phone
from bot.settings import PROJECT
from tests.cast import Stage, on_sqlite, shipped_content


@on_sqlite
async def test_an_admin_sees_what_is_live_and_that_a_restart_would_change_nothing(stage: Stage, ada: Phone) -> None:
    await ada.says("/content")
    assert f"Tips: {len(stage.app.content.tips)}, signed 0" in ada.sees()
    assert f"Exercises: {len(stage.app.content.exercises)}, signed 0" in ada.sees()
    assert "A restart would change nothing" in ada.sees()


@on_sqlite
async def test_an_admin_sees_what_a_restart_would_change_and_the_database_does_not_wait_for_it(
    stage: Stage, ada: Phone, tmp_path: Path
) -> None:
    root = tmp_path / "content"
    shutil.copytree(PROJECT / "content", root)
    object.__setattr__(stage.app.content, "root", root)
    for file in root.glob("*/tips.toml"):
        text = file.read_text("utf-8").replace("[back_pocket]", "[new_one]")
        file.write_text(text, encoding="utf-8")
    stage.sandbox.person_says(ada.id, "/content")
    await stage.app.receiver.poll(0)
    async with stage.database() as session:
        owed = (await session.exec(select(OutboxRow).where(OutboxRow.state == OutboxState.QUEUED))).all()
    assert ["restart" in str(row.body) for row in owed] == [False], "what is compared is compared when it leaves"
    await stage.settle()
    assert "Tips: new new_one; gone back_pocket" in ada.sees()


def test_a_draft_names_what_is_new_changed_and_gone_and_a_broken_one_says_where(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(PROJECT / "content", root)
    content = replace(shipped_content(), root=root)
    assert live.draft(content, root) == live.Draft()
    tips = root / "en" / "tips.toml"
    before = tips.read_text("utf-8")
    new = before.replace("[back_pocket]", "[new_one]").replace("Two minutes are enough", "Three minutes are enough")
    tips.write_text(new, encoding="utf-8")
    for language in ("es", "ru"):
        other = root / language / "tips.toml"
        other.write_text(other.read_text("utf-8").replace("[back_pocket]", "[new_one]"), encoding="utf-8")
    assert live.draft(content, root) == live.Draft(
        (live.Change("tips", ("new_one",), ("stand_every_hour",), ("back_pocket",)),)
    )
    tips.write_text(before.replace('section = "lifestyle"', 'section = "gossip"', 1), encoding="utf-8")
    broken = live.draft(content, root)
    assert broken.changes == ()
    assert any(line.startswith("en/tips.toml: [stand_every_hour] section:") for line in broken.problems)


def test_what_is_signed_is_counted_by_subject() -> None:
    content = shipped_content()
    signed = replace(content, unsigned=tuple(name for name in content.unsigned if name != "tips/back_pocket"))
    before, after = ({one.subject: one for one in live.parts(given)} for given in (content, signed))
    assert before["tips"].signed == 0
    assert after["tips"].signed == 1
    assert all(0 <= one.signed <= one.items for one in before.values())
    assert sum(one.items - one.signed for one in before.values()) == len(content.unsigned)
