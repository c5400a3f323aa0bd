"""The Content API and its requests for WhatsApp's approval."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from tests.fakes.twilio.content import Content
from tests.fakes.twilio.records import Records

HOST = "https://content.twilio.com"


class ContentRoutes:
    def __init__(self, records: Records) -> None:
        self._records = records

    def table(self) -> Iterable[web.RouteDef]:
        one = "/v1/Content/{sid}"
        return (
            web.post("/v1/Content", self._create),
            web.get("/v1/Content", self._list),
            web.get("/v1/ContentAndApprovals", self._list_with_approvals),
            web.get(one, self._fetch),
            web.delete(one, self._delete),
            web.post(f"{one}/ApprovalRequests/whatsapp", self._submit),
            web.get(f"{one}/ApprovalRequests", self._approval),
        )

    async def _create(self, request: web.Request) -> web.Response:
        content = self._records.create(await request.json())
        return web.json_response(content.as_json(), status=201)

    async def _list(self, request: web.Request) -> web.Response:
        rows = [content.as_json() for content in self._records.contents.values()]
        return web.json_response(_page(request.path, rows))

    async def _list_with_approvals(self, request: web.Request) -> web.Response:
        rows = [
            {**content.as_json(), "approval_requests": _approval(content)}
            for content in self._records.contents.values()
        ]
        return web.json_response(_page(request.path, rows))

    async def _fetch(self, request: web.Request) -> web.Response:
        return web.json_response(self._content(request).as_json())

    async def _delete(self, request: web.Request) -> web.Response:
        del self._records.contents[self._content(request).sid]
        return web.Response(status=204)

    async def _submit(self, request: web.Request) -> web.Response:
        approval = self._records.submit(request.match_info["sid"], await request.json())
        return web.json_response(approval.as_json(), status=201)

    async def _approval(self, request: web.Request) -> web.Response:
        content = self._content(request)
        answer = {
            "sid": content.sid,
            "account_sid": content.account,
            "whatsapp": _approval(content),
            "url": f"{HOST}{request.path}",
        }
        return web.json_response(answer)

    def _content(self, request: web.Request) -> Content:
        return self._records.content(request.match_info["sid"])


def _approval(content: Content) -> dict[str, Any]:
    return content.approval.as_json() if content.approval else {"status": content.status}


def _page(path: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """All rows on one page: an association has far fewer contents than a page holds."""
    url = f"{HOST}{path}?PageSize=1000&Page=0"
    meta = {
        "key": "contents",
        "page": 0,
        "page_size": 1000,
        "url": url,
        "first_page_url": url,
        "previous_page_url": None,
        "next_page_url": None,
    }
    return {"contents": rows, "meta": meta}
