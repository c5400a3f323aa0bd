"""Both ends of the fake as its tests hold them: our side behind a proxy, and plain requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.fakes.twilio import TwilioApi, User

ACCOUNT, TOKEN = "AC" + "a" * 32, "the token"
NUMBER = "whatsapp:+966500000001"
PUBLIC = "https://sila.example.org"


@dataclass
class FakeClock:
    """A clock that stands still until it is moved."""

    time: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **amount: int) -> None:
        self.time += timedelta(**amount)


@dataclass
class Post:
    """One webhook as it arrived, and whether Twilio's validator accepts its signature."""

    path: str
    form: dict[str, str]
    genuine: bool
    token: str


@dataclass
class Ours:
    """Our side behind a proxy: records what is posted, answers `status` and `body`."""

    posts: list[Post] = field(default_factory=list)
    status: int = 200
    body: str = "<Response/>"

    async def take(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        signature = request.headers.get("X-Twilio-Signature", "")
        genuine = RequestValidator(TOKEN).validate(PUBLIC + request.path_qs, form, signature)
        token = request.headers["I-Twilio-Idempotency-Token"]
        self.posts.append(Post(request.path_qs, form, genuine, token))
        return web.Response(status=self.status, text=self.body, content_type="text/xml")


async def post(api: TwilioApi, path: str, token: str = TOKEN, **body: Any) -> tuple[int, Any]:
    headers = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, token)}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{api.url}{path}", **body) as answer,
    ):
        return answer.status, await answer.json()


async def send(api: TwilioApi, to: User, **fields: Any) -> tuple[int, Any]:
    form = {"From": NUMBER, "To": to.address, **fields}
    return await post(api, f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", data=form)


async def create(api: TwilioApi, kind: str, samples: Mapping[str, str], **fields: Any) -> str:
    data = {
        "friendly_name": "a",
        "language": "ar",
        "variables": samples,
        "types": {f"twilio/{kind}": fields},
    }
    status, content = await post(api, "/v1/Content", json=data)
    assert status == 201, content
    return str(content["sid"])


async def approve(api: TwilioApi, sid: str) -> None:
    path = f"/v1/Content/{sid}/ApprovalRequests/whatsapp"
    status, approval = await post(api, path, json={"name": "rate", "category": "UTILITY"})
    assert (status, approval["status"]) == (201, "received")
    api.review(sid, "approved")


def choices(number: int) -> list[dict[str, str]]:
    return [{"title": f"خيار {place}", "id": f"pick:{place}"} for place in range(number)]
