"""Buttons that cannot be forged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import signing

KEY = signing.key_of("1:token")
words = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=8)


@given(st.integers(1, 2**52), words, st.lists(words, max_size=3))
def test_what_was_signed_is_read_back(chat: int, action: str, args: list[str]) -> None:
    data = signing.sign(KEY, chat, action, tuple(args))
    assert len(data.encode()) <= signing.LIMIT
    assert signing.read(KEY, chat, data) == (action, tuple(args))


@given(st.text(max_size=64))
def test_made_up_data_is_not_read(data: str) -> None:
    assert signing.read(KEY, 5, data) is None


def test_another_chat_another_key_and_changed_data_do_not_verify() -> None:
    data = signing.sign(KEY, 5, "incident.close", ("7",))
    assert signing.read(KEY, 6, data) is None
    assert signing.read(signing.key_of("1:other"), 5, data) is None
    assert signing.read(KEY, 5, data[:-1] + "8") is None


def test_data_that_telegram_would_refuse_is_never_made() -> None:
    with pytest.raises(ValueError, match="too long"):
        signing.sign(KEY, 5, "action", ("x" * 60,))
