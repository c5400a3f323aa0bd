"""The page of answers: what the bot says, for everybody, on the day it is read."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
import structlog

from tests.bot.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="module")


def faq(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
async def test_every_answer_that_holds_stands_there(
    ours: Site, language: str, direction: str
) -> None:
    answer = await ours.get(f"/answers?lang={language}")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    answers = ours.app.kit.book.answers.values()
    today = ours.clock.now().date()
    shown = set(re.findall(r'<article id="(\w+)">', answer.text))
    assert shown == {its.id for its in answers if its.valid_on(today)}
    assert {its.id for its in answers if not its.valid_on(today)}, "the sample has one"
    page = faq(answer.text)
    assert page["@type"] == "FAQPage"
    assert len(page["mainEntity"]) == len(shown)  # type: ignore[arg-type] # a list


async def test_a_search_finds_what_the_chat_would_say(ours: Site) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = await ours.get(f"/answers?q={quote('وين مقركم')}")
    assert re.findall(r'<article id="(\w+)">', answer.text)[0] == "location"
    assert 'name="robots" content="noindex"' in answer.text
    assert "مقركم" not in str(logs)
    nothing = await ours.get(f"/answers?q={quote('قبقب طشم لوهج')}")
    assert "<article" not in nothing.text
    assert 'role="status"' in nothing.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("سمعت ان القبول بالواسطة", "القبول بالشروط المعلنة وحدها"),
        ("ابي محامي", '<a href="https://www.moj.gov.sa">https://www.moj.gov.sa</a>'),
        ("ابي اسجل في نادي القراءة", "لقاء أسبوعي للقراءة"),
    ],
)
async def test_a_search_tells_what_else_the_chat_knows(ours: Site, asked: str, told: str) -> None:
    answer = await ours.get(f"/answers?q={quote(asked)}")
    assert told in answer.text
    assert "لم نجد إجابة" not in answer.text


async def test_a_wish_to_register_in_no_programme_finds_nothing(ours: Site) -> None:
    answer = await ours.get(f"/answers?q={quote('ابي اقدم لأمي')}")
    assert (answer.status, "لم نجد إجابة" in answer.text) == (200, True)


async def test_what_is_asked_cannot_become_markup(ours: Site) -> None:
    evil = '"><script>alert(1)</script>'
    answer = await ours.get(f"/answers?q={quote(evil)}&lang=xx")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert '<html lang="ar"' in answer.text
    assert (await ours.get(f"/answers?q={quote('م' * 5000)}")).status == 200


async def test_the_page_is_only_read(ours: Site) -> None:
    answer = await ours.post("/answers", json={})
    assert answer.status == 405
