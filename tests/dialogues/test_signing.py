"""Clinical content that nobody signed: said at the start, to the admins once a version, and refused where asked."""

import pytest
from click.testing import CliRunner
from sqlmodel import col, select

from bot.__main__ import main
from bot.models import OutboxRow
from bot.sandbox.phone import Phone
from tests.cast import TOKEN, Stage, on_sqlite


@on_sqlite
async def test_an_admin_hears_once_a_version_what_nobody_signed(stage: Stage, ada: Phone) -> None:
    for _ in range(2):
        await stage.app.say_unsigned()
        await stage.settle()
    assert "clinical items have no reviewer's name yet" in ada.screen()
    async with stage.database() as session:
        told = select(OutboxRow).where(col(OutboxRow.dedupe_key).startswith("unsigned:"))
        assert len((await session.exec(told)).all()) == 1


def test_run_refuses_unsigned_content_where_the_setting_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ALLOW_LOCAL_TELEGRAM", "true")
    monkeypatch.setenv("REQUIRE_SIGNED", "true")
    result = CliRunner().invoke(main, ["run"])
    assert result.exit_code == 2
    assert "REQUIRE_SIGNED is on" in result.output
    assert len(result.output.splitlines()) == 1
