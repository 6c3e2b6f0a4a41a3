"""Files that come in, by upload or by id, checked as Telegram checks them; what a message shows of them."""

from bot.sandbox.arguments import Call, Upload
from bot.sandbox.errors import Json, bad
from bot.sandbox.files import FileStore, StoredFile
from bot.sandbox.images import dimensions, seconds
from bot.sandbox.messages import Content

MAX_PHOTO = 10 * 1024 * 1024
MAX_FILE = 50 * 1024 * 1024
MAX_SIDES = 10_000  # width and height of a photo together
MAX_RATIO = 20


def sent_file(files: FileStore, call: Call, kind: str, value: str, field_name: str) -> StoredFile:
    """The file of an argument: uploaded under its name, `attach://name`, or the id of a file sent before.

    Raises 400 when there is none or when it is not what its kind needs. URLs are refused: nothing leaves
    the machine.
    """
    upload = call.files.get(value.removeprefix("attach://") if value.startswith("attach://") else field_name)
    if upload is not None:
        return _stored(files, kind, upload)
    if not value:
        raise bad(f"There is no {kind} in the request")
    if value.startswith("attach://"):
        raise bad(f"Can't find uploaded file with name {value.removeprefix('attach://')}")
    if "://" in value:
        raise bad("Failed to get HTTP URL content")
    if value not in files.by_id:
        raise bad("Wrong remote file identifier specified: Wrong string length")
    return _same_kind(files.by_id[value], kind)


def _same_kind(stored: StoredFile, kind: str) -> StoredFile:
    if stored.kind != kind:
        raise bad(f"Can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    return stored


def _stored(files: FileStore, kind: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad("File must be non-empty")
    limit = MAX_PHOTO if kind == "photo" else MAX_FILE
    size = len(upload.content)
    if size > limit:
        raise bad(f"File of size {size} bytes is too big for a {kind}; the maximum size is {limit} bytes")
    if kind == "photo":
        _check_photo(upload.content)
    return files.add(kind, upload.name, upload.mime, upload.content)


def _check_photo(content: bytes) -> None:
    size = dimensions(content)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    if min(size) <= 0 or sum(size) > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def stored_content(stored: StoredFile) -> Content:
    """A message that shows a file, still without a caption."""
    return Content(stored.kind, body=_body(stored), file=stored)


def _body(stored: StoredFile) -> Json:
    width, height = dimensions(stored.content) or (512, 512)
    shown = stored.as_api()
    named = {"file_name": stored.name, "mime_type": stored.mime}
    size = {"width": width, "height": height}
    if stored.kind == "photo":
        return {"photo": [shown | size]}
    if stored.kind == "animation":
        film = shown | named | size | {"duration": seconds(stored.content)}
        return {"animation": film, "document": shown | named}
    if stored.kind == "video":
        return {"video": shown | named | size | {"duration": 1}}
    if stored.kind == "voice":
        return {"voice": shown | {"duration": 3, "mime_type": stored.mime}}
    if stored.kind == "audio":
        return {"audio": shown | named | {"duration": 3}}
    if stored.kind == "sticker":
        flags = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
        return {"sticker": shown | size | flags}
    return {"document": shown | named}
