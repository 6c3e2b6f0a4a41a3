"""The files of the local Telegram: what bot and people sent, by file id and by path."""

import base64
import hashlib
from dataclasses import dataclass, field

from bot.sandbox.errors import Json

FOLDERS = {
    "photo": ("photos", "jpg"),
    "document": ("documents", "bin"),
    "animation": ("animations", "mp4"),
    "video": ("videos", "mp4"),
    "voice": ("voice", "oga"),
    "audio": ("music", "mp3"),
    "sticker": ("stickers", "webp"),
}


@dataclass(frozen=True)
class StoredFile:
    """One file. `kind` as in FOLDERS; `path` as getFile gives it."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def as_api(self) -> Json:
        """The fields that every kind of file has in the Bot API."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass
class FileStore:
    """Every file that was ever sent, in memory."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def add(self, kind: str, name: str, mime: str, content: bytes) -> StoredFile:
        number = len(self.by_path)
        folder, extension = FOLDERS[kind]
        if kind in {"document", "animation"} and "." in name:
            extension = "".join(filter(str.isalnum, name.rpartition(".")[2]))[:8] or extension
        digest = hashlib.sha256(content).digest()
        # Two sends of the same bytes have different ids, as in Telegram, and one unique id.
        token = hashlib.sha256(digest + number.to_bytes(8, "big") + kind.encode()).digest()
        stored = StoredFile(
            file_id="AgACAg" + base64.urlsafe_b64encode(token).decode().rstrip("="),
            unique_id="AQAD" + base64.urlsafe_b64encode(digest[:9]).decode(),
            kind=kind,
            path=f"{folder}/file_{number}.{extension}",
            name=name,
            mime=mime,
            content=content,
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored
