"""The methods around what people sent: the webhook, answers to taps, files."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from bot.sandbox.arguments import Call
from bot.sandbox.errors import Json, bad
from bot.sandbox.polling import WEBHOOK_SET, abort, allow_updates
from bot.sandbox.state import State, Webhook

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_ANSWER = 200
# Telegram does not say how long a tap waits for its answer; in practice it is about this long.
ANSWER_WITHIN = timedelta(minutes=1)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def set_webhook(state: State, call: Call) -> bool:
    url = call.text("url")
    if not url:
        return delete_webhook(state, call)
    _check_url(url)
    secret = call.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad("secret token is too long" if len(secret) > 256 else "secret token contains unallowed characters")
    abort(state, WEBHOOK_SET)
    allow_updates(state, call)
    _drop_pending(state, call)
    connections = call.integer("max_connections", 40, 1, 100)
    state.webhook = Webhook(url, secret, connections, call.text("ip_address"))
    state.changes.ring()
    return True


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in LOOPBACK:
        raise bad("bad webhook: the local Telegram delivers on this machine only")


def delete_webhook(state: State, call: Call) -> bool:
    state.webhook = Webhook()
    _drop_pending(state, call)
    state.changes.ring()
    return True


def _drop_pending(state: State, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        state.queue.waiting.clear()


def webhook_info(state: State, call: Call) -> Json:
    hook = state.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.queue.waiting),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
        info["ip_address"] = hook.ip_address or "127.0.0.1"
    if hook.last_error_at:
        info |= {
            "last_error_date": int(hook.last_error_at.timestamp()),
            "last_error_message": hook.last_error,
        }
    if state.queue.explicit:
        info["allowed_updates"] = list(state.queue.explicit)
    return info


def answer_callback_query(state: State, call: Call) -> bool:
    """Once for each tap, and soon."""
    query = state.queries.get(call.text("callback_query_id"))
    if query is None or query.answered or state.now() - query.at > ANSWER_WITHIN:
        raise bad(TOO_OLD)
    text = call.text("text")
    if len(text) > MAX_ANSWER:
        raise bad("message is too long")
    query.answered = True
    if text:
        alert = call.flag("show_alert")
        state.happened("toast", state.chat(query.person.id), text=text, alert=alert)
    state.changes.ring()
    return True


def get_file(state: State, call: Call) -> Json:
    """Where to download a file from: `/file/bot<token>/<file_path>`."""
    stored = state.files.by_id.get(call.text("file_id"))
    if stored is None:
        raise bad("invalid file_id" if call.text("file_id") else "file_id is empty")
    if stored.size > MAX_DOWNLOAD:
        raise bad("file is too big")
    return stored.as_api() | {"file_path": stored.path}
