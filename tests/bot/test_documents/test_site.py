"""Documents on the website and at the desk: posted where asked for, opened on record, once each."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from bot import body
from storage import audit, messages
from tests.bot.site import OURS, Site, bearing, site
from tests.bot.test_documents.papers import pdf
from tests.bot.test_documents.test_telegram import ORGANISATION


async def until_said(there: Site, token: str, words: str) -> str:
    """Time passes until it is said; the last that was."""
    with there.app.streams.watch(there.address(token)) as changed:
        async with asyncio.timeout(30):
            while True:
                async with there.app.database.view() as view:
                    lines = await messages.latest(view, there.address(token), 1)
                if lines and words in (said := body.read(lines[0].body).text):
                    return said
                there.clock.advance(timedelta(seconds=3))
                await changed.wait()
                changed.clear()


async def asked(there: Site) -> str:
    token = await there.token()
    for text in (*ORGANISATION, "الالتزام"):
        there.clock.advance(timedelta(seconds=2))
        assert (await there.say(token, text)).status == 202
    return token


async def send(there: Site, token: str, id_: str, content: bytes) -> int:
    there.clock.advance(timedelta(seconds=2))
    sent = {"data": BytesIO(content), "headers": bearing(token)}
    answer = await there.post(f"/chat/files?id={id_}", **sent)
    return answer.status


async def test_a_file_is_taken_only_where_it_is_asked_for(tmp_path: Path) -> None:
    async with site(tmp_path) as there:
        token = await there.token()
        assert (await there.post("/chat/files?id=1", data=pdf())).status == 401
        assert await send(there, token, "1", pdf()) == 409
        token = await asked(there)
        assert await send(there, token, "", pdf()) == 400
        assert await send(there, token, "2", bytes(17 * 2**20)) == 413
        assert await send(there, token, "3", bytes(11 * 2**20)) == 202
        assert "شهادة ترخيص" in await until_said(there, token, "أكبر من")


async def test_an_officer_opens_it_on_record_and_nobody_else(tmp_path: Path) -> None:
    async with site(tmp_path) as there:
        token = await asked(there)
        assert await send(there, token, "1", content := pdf()) == 202
        await until_said(there, token, "ملف واحد")
        for text in ("تم", "2028/05/01", "إرسال"):
            await there.say(token, text)
        [row] = (await there.see("/desk/cases")).json["cases"]
        case = row["reference"]
        [shown] = (await there.see(f"/desk/cases/{case}/documents")).json["documents"]
        assert shown["label"] == "شهادة الترخيص"
        path = f"/desk/documents/{shown['id']}"
        headers = {**OURS, **there.entry("sara")}
        url = (await there.post(f"{path}/link", headers=headers)).json["url"]
        answer = await there.see(url)
        assert (answer.status, answer.body) == (200, content)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        async with there.app.database.view() as view:
            entries = await audit.of_subject(view, shown["id"])
        assert [(e.actor, e.move, e.case) for e in entries] == [
            ("officer:sara", "open_document", case)
        ]
        assert (await there.see(url, officer="khalid")).status == 403
        assert (await there.see(path)).status == 403
        there.clock.advance(timedelta(minutes=11))
        assert (await there.see(url)).status == 403
