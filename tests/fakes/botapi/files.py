"""Files as Telegram keeps them: sent once, known by an id ever after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.botapi.refusal import Refusal, bad
from tests.fakes.botapi.schema import Upload

LARGEST_DOWNLOAD = 20 * 2**20
LARGEST_UPLOAD = {"photo": 10 * 2**20}
LARGEST_OTHER_UPLOAD = 50 * 2**20
LINK_LIVES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class File:
    """`size` may be more than the bytes in `data`: nobody downloads what is too large."""

    id: str
    kind: str  # photo | document | voice | audio | sticker | video
    data: bytes
    name: str
    mime: str
    size: int
    seconds: int = 0

    @property
    def path(self) -> str:
        return f"{self.kind}s/file_{self.id[-6:]}"

    def content(self) -> dict[str, Any]:
        """The part of a Message that shows this file."""
        ids: dict[str, Any] = {
            "file_id": self.id,
            "file_unique_id": self.id[-9:],
            "file_size": self.size,
        }
        if self.kind == "photo":
            small: dict[str, Any] = {
                "file_id": f"{self.id}-s",
                "file_unique_id": f"{self.id[-9:]}-s",
            }
            small |= {"file_size": min(self.size, 1500)}
            large = ids | {"width": 1280, "height": 960}
            return {"photo": [small | {"width": 90, "height": 67}, large]}
        if self.kind == "sticker":
            shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {"sticker": ids | shape | {"type": "regular", "emoji": "👍"}}
        if self.kind == "voice":
            return {"voice": ids | {"duration": self.seconds, "mime_type": self.mime}}
        if self.kind == "audio":
            return {"audio": ids | {"duration": self.seconds, "mime_type": self.mime}}
        if self.kind == "video":
            shape = {"width": 640, "height": 480, "duration": self.seconds}
            return {"video": ids | shape | {"mime_type": self.mime}}
        return {"document": ids | {"file_name": self.name, "mime_type": self.mime}}


class Files:
    """Every file the bot has seen."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._by_id: dict[str, File] = {}
        self._links: dict[str, tuple[File, datetime]] = {}

    def keep(self, kind: str, upload: Upload, *, size: int | None = None, seconds: int = 0) -> File:
        number = len(self._by_id) + 1
        size = len(upload.data) if size is None else size
        file = File(f"AgAC{number:06d}", kind, upload.data, upload.name, upload.mime, size, seconds)
        self._by_id[file.id] = file
        return file

    def given(self, kind: str, value: Upload | str | None) -> File:
        """The file of a send: uploaded with it, or named by its id."""
        if not value:
            raise bad(f"there is no {kind} in the request")
        if isinstance(value, Upload):
            if len(value.data) > LARGEST_UPLOAD.get(kind, LARGEST_OTHER_UPLOAD):
                raise Refusal(413)
            if not value.data:
                raise bad("file must be non-empty")
            return self.keep(kind, value)
        file = self._by_id.get(value.removesuffix("-s"))
        if file is None:
            raise bad("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def link(self, file_id: str) -> dict[str, Any]:
        """The File object of getFile, with a path that is good for an hour."""
        file = self._by_id.get(file_id.removesuffix("-s"))
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if file.size > LARGEST_DOWNLOAD:
            raise bad("file is too big")
        self._links[file.path] = (file, self._clock() + LINK_LIVES)
        ids = {"file_id": file_id, "file_unique_id": file.id[-9:]}
        return ids | {"file_size": file.size, "file_path": file.path}

    def download(self, path: str) -> bytes:
        file, until = self._links.get(path, (None, None))
        if file is None or until is None or self._clock() > until:
            raise Refusal(404)
        return file.data
