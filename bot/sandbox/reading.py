"""From an HTTP request to a Call: query string, JSON, form or multipart, as Telegram's server reads them."""

import json

from aiohttp import web

from bot.sandbox.arguments import Call, Upload, as_text
from bot.sandbox.errors import TOO_LARGE, bad


async def read_call(request: web.Request, method: str) -> Call:
    """Raises RefusedError for a body that is not what its Content-Type says, or too large."""
    args = dict(request.query)
    files: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            args |= _json_args(await request.text())
        elif request.content_type == "multipart/form-data":
            await _multipart(request, args, files)
        elif request.content_type == "application/x-www-form-urlencoded":
            args |= {name: str(value) for name, value in (await request.post()).items()}
    except web.HTTPRequestEntityTooLarge:
        raise TOO_LARGE from None
    return Call(method, args, files)


def _json_args(body: str) -> dict[str, str]:
    if not body.strip():
        return {}
    try:
        values = json.loads(body)
    except ValueError:
        raise bad("can't parse JSON encoded request body") from None
    if not isinstance(values, dict):
        raise bad("JSON object expected in the request body")
    return {name: as_text(value) for name, value in values.items() if value is not None}


async def _multipart(request: web.Request, args: dict[str, str], files: dict[str, Upload]) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            args[name] = str(value)
