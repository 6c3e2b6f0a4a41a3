"""The settings about escalation say in one line what is wrong with them."""

import pytest
from pydantic import ValidationError

from bot.app import policy_of
from bot.delivery.outside import Outlets
from bot.domain.policy import Policy
from bot.models import Channel
from bot.settings import Settings
from tests.cast import TOKEN


def made(**values: object) -> Settings:
    return Settings(telegram_bot_token=TOKEN, _env_file=None, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"emergency_backup_minutes": 20}, "comes after the one before"),
        ({"urgent_admin_hours": 1}, "comes after the one before"),
        ({"working_from": "18:00"}, "WORKING_UNTIL comes after WORKING_FROM"),
        ({"working_from": "9"}, "give a time as in 09:00"),
        ({"working_days": "0,7"}, "weekdays from 0 for Monday to 6"),
        ({"working_days": "Mon"}, "give numbers"),
        ({"clinic_zone": "Madrid"}, "give a zone's name"),
        ({"smtp_url": "mail.example.org"}, "use smtp://"),
        ({"alert_webhook_url": "example.org"}, "starts with https://"),
        ({"alert_emails": "nobody"}, "give mail addresses"),
        ({"emergency_breach_minutes": 0}, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        made(**values)


def test_the_policy_takes_over_every_setting() -> None:
    assert policy_of(made()) == Policy()
    assert policy_of(made(working_days="5,6", high_ack_minutes=30)) == Policy(working_days=(5, 6), high_ack_minutes=30)


def test_empty_settings_are_off_and_secrets_are_not_shown() -> None:
    off = Outlets.of(made(smtp_url="", alert_webhook_url="", alert_webhook_secret="", alert_emails=""))
    assert not off.has(Channel.EMAIL)
    assert not off.has(Channel.WEBHOOK)
    secret = "smtp://me:hush@example.org"
    on = Outlets.of(made(smtp_url=secret, alert_emails="a@example.org, b@example.org", alert_webhook_url="https://x.y"))
    assert on.has(Channel.EMAIL)
    assert on.has(Channel.WEBHOOK)
    assert on.emails == ("a@example.org", "b@example.org")
    assert "hush" not in repr(on)


def test_a_mail_server_without_a_reader_is_off() -> None:
    assert not Outlets.of(made(smtp_url="smtp://example.org")).has(Channel.EMAIL)
