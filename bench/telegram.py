"""Telegram as a bot sees it: updates posted to its webhook, and the Bot API it calls."""

from __future__ import annotations

import json
import re
from itertools import count
from urllib.parse import parse_qs

from bench import wire, work
from bench.network import Heard

TOKEN, SECRET = "1000:bench", "bench-secret"
FIRST_CHAT, FIRST_UPDATE = 700_000_000, 100_000_000
CHAT = re.compile(rb'(?:^|&)chat_id=(\d+)|"chat_id": ?"?(\d+)')
ME = {"id": 1000, "is_bot": True, "first_name": "bench", "username": "bench_bot"}


class Telegram:
    """Private chats. The chat of person `n` is `FIRST_CHAT + n`."""

    path = "/telegram/webhook"

    def __init__(self) -> None:
        self._ids = count(1)

    def request(self, person: int, step: int, text: str) -> bytes:
        """What Telegram posts when a person has written: always the same for the same step."""
        chat = FIRST_CHAT + person
        first, _, last = work.name(person).partition(" ")
        who = {"id": chat, "first_name": first, "last_name": last, "username": f"user{chat}"}
        message = {
            "message_id": 2 * step + 1,
            "from": {**who, "is_bot": False, "language_code": "ar"},
            "chat": {**who, "type": "private"},
            "date": 1_790_000_000 + step,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
        update = {"update_id": FIRST_UPDATE + person * 1000 + step, "message": message}
        body = json.dumps(update, separators=(",", ":")).encode()
        return (
            b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\nAccept-Encoding: gzip, deflate\r\n"
            b"X-Telegram-Bot-Api-Secret-Token: %s\r\n\r\n%s"
            % (self.path.encode(), wire.HERE.encode(), len(body), SECRET.encode(), body)
        )

    def receive(self, target: bytes, body: bytes) -> tuple[Heard | None, bytes]:
        """A call of the Bot API: what a person reads of it, if anything, and the response."""
        method = target.rpartition(b"/")[2]
        if method == b"sendMessage" and (found := CHAT.search(body)):
            chat = int(found[1] or found[2])
            shown = _is_shown(body)
            return Heard(chat - FIRST_CHAT, body) if shown else None, self._sent(chat)
        return None, _ok(ME if method == b"getMe" else True)

    def refuse(self) -> bytes:
        body = {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        return wire.response(json.dumps(body).encode(), b"429 Too Many Requests")

    def words(self, heard: Heard) -> str:
        if heard.body.startswith(b"{"):
            return str(json.loads(heard.body)["text"])
        return parse_qs(heard.body.decode())["text"][0]

    def _sent(self, chat: int) -> bytes:
        body = (
            b'{"ok":true,"result":{"message_id":%d,"date":1790000000,'
            b'"chat":{"id":%d,"type":"private","first_name":"x"},"text":"x"}}'
        )
        return wire.response(body % (next(self._ids), chat))


def _is_shown(body: bytes) -> bool:
    """What comes without a sound takes a keyboard away, and is deleted at once."""
    return b"disable_notification" not in body


def _ok(result: object) -> bytes:
    return wire.response(json.dumps({"ok": True, "result": result}).encode())
