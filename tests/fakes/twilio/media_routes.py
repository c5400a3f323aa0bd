"""The Media resource, and the CDN that really holds the bytes."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from tests.fakes.twilio.message import API, Media, Message
from tests.fakes.twilio.records import Records
from tests.fakes.twilio.refusal import Refusal

CDN = "/cdn/"
FOLDER = f"{API}/{{account}}/Messages/{{message}}/Media"


class MediaRoutes:
    """Twilio's address of a media file asks for the token; the CDN's must not be shown it."""

    def __init__(self, records: Records, violations: list[str]) -> None:
        self._records = records
        self._violations = violations

    def table(self) -> Iterable[web.RouteDef]:
        return (
            web.get(f"{FOLDER}.json", self._list),
            web.get(f"{FOLDER}/{{sid}}.json", self._fetch),
            web.delete(f"{FOLDER}/{{sid}}.json", self._delete),
            web.get(f"{FOLDER}/{{sid}}", self._redirect),
            web.get(f"{CDN}{{message}}/{{sid}}", self._download),
        )

    async def _list(self, request: web.Request) -> web.Response:
        message = self._records.message(request.match_info["message"])
        path = f"{message.path}/Media.json"
        page = {
            "media_list": [message.media_json(media) for media in message.media],
            "page": 0,
            "page_size": 50,
            "start": 0,
            "end": max(len(message.media) - 1, 0),
            "uri": path,
            "first_page_uri": path,
            "previous_page_uri": None,
            "next_page_uri": None,
        }
        return web.json_response(page)

    async def _fetch(self, request: web.Request) -> web.Response:
        message, media = self._found(request)
        return web.json_response(message.media_json(media))

    async def _delete(self, request: web.Request) -> web.Response:
        message, media = self._found(request)
        message.media.remove(media)
        return web.Response(status=204)

    async def _redirect(self, request: web.Request) -> web.Response:
        message, media = self._found(request)
        place = f"{request.url.origin()}{CDN}{message.sid}/{media.sid}"
        return web.Response(status=307, headers={"Location": place})

    async def _download(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            self._violations.append("the token was shown to the CDN")
            raise Refusal(20001, "Only one authentication mechanism is allowed")
        _, media = self._found(request)
        return web.Response(body=media.content, headers={"Content-Type": media.content_type})

    def _found(self, request: web.Request) -> tuple[Message, Media]:
        message = self._records.message(request.match_info["message"])
        return message, self._records.media(message.sid, request.match_info["sid"])
