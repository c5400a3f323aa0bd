"""The website's chat over HTTP: sessions, lines up once, events down with resume, limits."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.update import FromOfficer, Update
from bot.web.chat import LONGEST, PAGE, PER_PERSON, SESSIONS, TRACKED
from storage import messages
from storage.messages import Outgoing
from tests.bot.site import Site, bearing, site
from tests.shell import Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME, IDENTITY = "نورة سعد محمد العتيبي", "1000000008"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with site(tmp_path_factory.mktemp("site")) as ours:
        yield ours


async def send(ours: Site, token: str, **line: Any) -> int:
    return (await ours.post("/chat/messages", json=line, headers=bearing(token))).status


async def history(ours: Site, token: str, count: int) -> list[dict[str, Any]]:
    async with ours.talk(token) as stream:
        return [(await stream.next()).data for _ in range(count)]


# ------------------------------------------------------------------ sessions
async def test_a_session_speaks_its_language(ours: Site) -> None:
    for language, said, greeting in (("ar", "مرحبا", "أهلًا"), ("en", "hello", "Welcome")):
        token = await ours.token(language)
        assert (await ours.say(token, said)).status == 202
        [_, answer] = await history(ours, token, 2)
        assert greeting in answer["text"]


async def test_a_session_without_wishes_is_arabic(ours: Site) -> None:
    answer = await ours.post("/chat/sessions")
    assert answer.status == 201
    assert answer.json["token"].startswith("ar")


async def test_a_token_that_is_not_ours_opens_nothing(ours: Site) -> None:
    token = await ours.token()
    bare, _, signature = token.rpartition(".")
    forged = [
        *("", "x", ".", "..", token[:-1], token + "x", bare, signature, f".{signature}", "é"),
        *(f"{bare}x.{signature}", f"en{bare[2:]}.{signature}", f"{bare}.{'A' * len(signature)}"),
    ]
    for one in forged:
        headers = {"Authorization": f"Bearer {one}".encode().decode("latin-1")}
        answer = await ours.post("/chat/messages", json={"id": "a", "text": "x"}, headers=headers)
        assert (answer.status, answer.json) == (401, {"problem": "unknown session"}), one
        assert (await ours.get("/chat/events", headers=headers)).status == 401
    for headers in ({}, {"Authorization": token}, {"Authorization": f"Basic {token}"}):
        assert (await ours.get("/chat/events", headers=headers)).status == 401


async def test_tokens_differ_and_outlive_a_restart(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("restarted")
    async with site(folder) as before:
        first, second = await before.token(), await before.token()
        assert first != second
        await before.say(first, "السلام عليكم")
    async with site(folder) as after:
        assert (await history(after, first, 1))[0]["text"] == "السلام عليكم"
        assert await send(after, second, id="a", text="مرحبا") == 202


async def test_nobody_hears_another_session(ours: Site) -> None:
    one, other = await ours.token(), await ours.token()
    await ours.say(one, "كلام أول")
    await ours.say(other, "كلام ثان")
    assert (await history(ours, one, 1))[0]["text"] == "كلام أول"
    assert (await history(ours, other, 1))[0]["text"] == "كلام ثان"


# ------------------------------------------------------------------ lines up
async def test_a_line_sent_twice_is_said_once(ours: Site) -> None:
    token = await ours.token()
    for _ in range(3):
        assert (await ours.say(token, "السلام عليكم", "one")).status == 202
    await asyncio.gather(*(ours.say(token, "شكرا", "two") for _ in range(5)))
    told = await history(ours, token, 4)
    assert [line["client"] for line in told] == ["one", None, "two", None]
    assert [line["author"] for line in told] == ["me", "bot", "me", "bot"]


async def test_the_same_id_of_two_people_is_two_lines(ours: Site) -> None:
    tokens = [await ours.token(), await ours.token()]
    for token in tokens:
        assert (await ours.say(token, "السلام عليكم", "same")).status == 202
    for token in tokens:
        assert len(await history(ours, token, 2)) == 2


async def test_options_are_tapped_and_read_as_their_labels(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "القائمة")
    menu = (await history(ours, token, 2))[1]
    option = menu["options"][0]
    assert await send(ours, token, id="tap", prompt=menu["prompt"], option=option["id"]) == 202
    tapped = (await history(ours, token, 3))[2]
    assert (tapped["author"], tapped["text"]) == ("me", option["label"])


@pytest.mark.parametrize(
    ("text", "status"), [("ا" * LONGEST, 202), ("ا" * (LONGEST + 1), 413), ("ا" * 10_000, 413)]
)
async def test_a_line_has_a_length(ours: Site, text: str, status: int) -> None:
    token = await ours.token()
    assert (await ours.say(token, text)).status == status


@pytest.mark.parametrize(
    "text", ["\0", "a\0b", "\u202e\u2066", "👨\u200d👩\u200d👧", "\x1b[31m", "<script>", "{}"]
)
async def test_odd_characters_are_words_like_others(ours: Site, text: str) -> None:
    token = await ours.token()
    assert (await ours.say(token, text)).status == 202
    told = await history(ours, token, 2)
    assert (told[0]["text"], told[1]["author"]) == (text, "bot")


async def test_the_widgets_own_hello_is_answered_and_not_shown(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "/start")
    assert (await history(ours, token, 1))[0]["author"] == "bot"


# ------------------------------------------------------------------ events down
async def test_a_stream_tells_what_was_said_and_then_what_is_being_said(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "السلام عليكم")
    async with ours.talk(token) as stream:
        assert (await stream.texts(1)) == ["السلام عليكم"]
        greeting = await stream.next()
        assert (greeting.name, greeting.data["author"]) == ("message", "bot")
        assert {
            "id",
            "text",
            "prompt",
            "options",
            "wants",
            "author",
            "name",
            "client",
            "at",
        } == set(greeting.data)
        await ours.say(token, "القائمة")
        assert (await stream.texts(1)) == ["القائمة"]
        assert (await stream.next()).data["options"]


async def test_a_stream_goes_on_after_the_last_event_that_was_seen(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "السلام عليكم")
    async with ours.talk(token) as stream:
        seen = [await stream.next() for _ in range(2)]
    await ours.say(token, "القائمة")
    async with ours.talk(token, seen[-1].id) as stream:
        assert (await stream.next()).data["text"] == "القائمة"
    async with ours.talk(token, seen[0].id) as stream:
        assert (await stream.next()).id == seen[1].id


@pytest.mark.parametrize("last", ["-1", "x", "", "٣", "9" * 40, "1e3", "0x1"])
async def test_a_last_event_that_is_none_means_from_the_beginning(ours: Site, last: str) -> None:
    token = await ours.token()
    await ours.say(token, "السلام عليكم")
    headers = {**bearing(token), "Last-Event-ID": last.encode().decode("latin-1")}
    async with ours.stream(**headers) as stream:
        assert await stream.texts(1) == ["السلام عليكم"]


async def test_two_windows_of_one_person_hear_the_same(ours: Site) -> None:
    token = await ours.token()
    async with ours.talk(token) as one, ours.talk(token) as other:
        await ours.say(token, "السلام عليكم")
        assert await one.texts(2) == await other.texts(2)


async def test_a_long_talk_is_told_in_whole_and_in_order(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "السلام عليكم")
    said = [f"كلام {number}" for number in range(2 * PAGE + 1)]
    async with ours.app.database.unit() as unit:
        for text in said:
            line = Outgoing("website", "website", {"text": text}, address=ours.address(token))
            messages.queue(unit, line, ours.clock.now())
    told = await history(ours, token, 2 + len(said))
    assert [line["text"] for line in told[2:]] == said
    assert [line["id"] for line in told] == sorted(line["id"] for line in told)


async def test_what_was_streamed_counts_as_delivered(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "مسؤول")
    await history(ours, token, 2)
    [case] = [
        case
        for case in (await ours.see("/desk/cases")).json["cases"]
        if case["snippet"] and case["kind"] == "handoff"
    ][:1]
    async with asyncio.timeout(20):
        while True:
            whole = (await ours.see(f"/desk/cases/{case['reference']}")).json
            statuses = {line["status"] for line in whole["messages"] if line["author"] == "bot"}
            if statuses == {"delivered"}:
                break


async def test_streams_end_when_the_server_ends(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with site(tmp_path_factory.mktemp("ending")) as ours:
        token = await ours.token()
        desk = ours.stream("/desk/events", **ours.entry("sara"))
        async with ours.talk(token) as stream, desk as changes:
            ours.app.streams.close()
            await stream.end()
            await changes.end()
        async with ours.talk(token) as late:
            assert await late.end() == b": \n\n"


# ------------------------------------------------------------------ limits
async def test_one_person_writes_a_burst_and_then_one_line_a_second(ours: Site) -> None:
    token, other = await ours.token(), await ours.token()
    burst = int(PER_PERSON.burst)
    assert {await send(ours, token, id=str(n), text="x") for n in range(burst)} == {202}
    refused = await ours.say(token, "x")
    assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
    assert (await ours.say(other, "x")).status == 202
    ours.clock.advance(timedelta(seconds=1))
    assert (await ours.say(token, "x")).status == 202
    assert (await ours.say(token, "x")).status == 429


async def test_one_network_address_opens_a_burst_of_sessions(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with site(tmp_path_factory.mktemp("sessions")) as ours:
        mine, theirs = ({"X-Forwarded-For": f"192.0.2.{n}"} for n in (1, 2))
        for _ in range(int(SESSIONS.burst)):
            assert (await ours.post("/chat/sessions", headers=mine)).status == 201
        refused = await ours.post("/chat/sessions", headers=mine)
        assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
        assert (await ours.post("/chat/sessions", headers=theirs)).status == 201


async def test_limits_are_kept_of_those_who_met_them(
    ours: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.chat.TRACKED", 3)
    busy = await ours.token()
    for number in range(int(PER_PERSON.burst)):
        await send(ours, busy, id=str(number), text="x")
    for number in range(5):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        await ours.post("/chat/sessions", headers=headers)
    assert (await ours.say(busy, "x")).status == 429
    assert TRACKED > 1000


# ------------------------------------------------------------------ silence
async def test_no_log_holds_a_token_or_a_word(
    ours: Site, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    token = await ours.token()
    await ours.say(token, f"اسمي {NAME} ورقمي {IDENTITY}")
    await ours.post("/chat/messages", data=NAME.encode(), headers=bearing(token))
    await history(ours, token, 2)
    told = capsys.readouterr()
    every = told.out + told.err + caplog.text
    for secret in (token, token.rpartition(".")[2], NAME, IDENTITY):
        assert secret not in every


async def test_the_widgets_words_are_told_in_a_language(ours: Site) -> None:
    catalogs = ours.app.kit.renderer.catalogs
    arabic, english = (catalogs[language].page("widget.") for language in ("ar", "en"))
    for query, told in (("", arabic), ("?language=en", english), ("?language=x", arabic)):
        assert (await ours.get(f"/chat/strings{query}")).json == told


async def test_an_officer_who_takes_the_talk_on_is_seen_to_write(ours: Site) -> None:
    token, sara = await ours.token(), Desk(ours.app)
    await ours.say(token, "السلام عليكم")
    await ours.say(token, "ابي موظف", id_="wish")
    promised = (await history(ours, token, 4))[-1]["text"]
    [reference] = re.findall(r"[0-9]{8}", promised)
    assert await sara.make(reference, "claim") is None
    async with ours.talk(token) as stream:
        heard = [await stream.next() for _ in range(6)]
    assert [one.name for one in heard] == [*["message"] * 5, "typing"]
    assert heard[4].data["text"].startswith("معك سارة")
    ours.clock.advance(timedelta(seconds=9))
    say = FromOfficer("sara", reference, "say", "أهلًا بك", answers="wish")
    assert await ours.app.turns.take(Update("desk", "sara", "say", say, b"raw")) is None
    async with ours.talk(token) as stream:
        later = [await stream.next() for _ in range(7)]
    assert [one.name for one in later] == [*["message"] * 5, "typing", "message"], "it was then"
    assert later[-1].data["text"] == "ردًا على: \u2068ابي موظف\u2069\nأهلًا بك"
