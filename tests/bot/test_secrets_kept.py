"""What must not be said is nowhere afterwards: in no table, log or metric, nor in what went out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from urllib.parse import urlencode

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from bot import body, metrics
from bot.channels import whatsapp_inbound
from bot.turns import raw
from bot.update import FromOfficer, FromPerson, Update
from flows.events import Edited, Event, Said, Sent, Tapped
from storage import cases, inbox
from storage.database import Database
from storage.probe import Found
from tests.bot import kept
from tests.bot.sending import ACCOUNT
from tests.bot.turning import POISON, Process, kit, number, process

CARD, CODE, IBAN = "4111111111111111", "4821936", "SA0380000000608010167519"
HIDDEN = (CARD, CODE, IBAN[2:])
SPOKEN = (
    "بطاقتي 4111 1111-1111/1111",
    "رمز التحقق ٤٨٢١٩٣٦ وصلني الآن",
    "4\u200f1\u20661111111111111\u20691",
    "حسابي SA03 8000 0000 6080 1016 7519",
    f"CODE {CODE} / {CARD} / {IBAN}",
)
STATES = (
    (),
    ("القائمة",),
    ("تسجيل", "نعم", "فرد", "الاستشارة الفردية", "نعم", "1000000008"),
    ("استفسار",),
    ("مسؤول",),
)
"""What is said before: nothing, and up to a choice, a question, a talk with an officer."""


def updates(who: int, event: Event, id_: str) -> Iterator[Update]:
    """The same of one person on each channel, with the raw body it would come in."""
    text = getattr(event, "text", "") or getattr(event, "caption", "") or "tapped"
    line = {"update_id": 1, "message": {"text": text, "reply_to_message": {"caption": text}}}
    said = json.dumps(line).encode()
    yield Update("telegram", ACCOUNT, f"t{id_}", FromPerson(f"{who}", event, f"t{id_}"), said)
    posted = json.dumps({"id": id_, "text": text}, ensure_ascii=False).encode()
    yield Update("website", "website", id_, FromPerson(f"{who}", event, id_), posted)
    form = {"MessageSid": f"SM{id_}", "From": number(who), "Body": text, "ProfileName": text}
    if isinstance(event, Sent):
        form |= {"MediaUrl0": f"https://api.twilio.com/{id_}", "MediaContentType0": "image/jpeg"}
    yield from whatsapp_inbound.updates(form, ACCOUNT, urlencode(form).encode())


def events(words: str) -> tuple[Event, ...]:
    return (Said(words), Edited(words), Sent("video", "file", words), Tapped(1, words[:50]))


async def say(ours: Process, who: int, event: Event, id_: str) -> None:
    for update in updates(who, event, id_):
        await ours.turns.take(update)


def nowhere(database: Database, url: str, ours: Process, logged: object) -> None:
    found = metrics.Snapshot(ours.clock.now(), kit().meter, 0, Found("writable"))
    said = {
        "logs": repr(logged),
        "metrics": generate_latest(metrics.registry(found)).decode(),
        "sent": repr([post.sent for post in ours.posts.values()]),
    }
    for where, text in (*said.items(), *kept.everything(database, url)):
        there = kept.digits(text)
        assert not [hidden for hidden in HIDDEN if hidden in there], (where, text[:2000])


async def test_it_is_nowhere_in_any_state_on_any_channel(database_url: str) -> None:
    with capture_logs() as logged:
        async with process(database_url) as ours:
            talks = [*product(STATES, SPOKEN[-2:]), *(((), words) for words in SPOKEN)]
            for who, (state, words) in enumerate(talks):
                for step, text in enumerate(state):
                    await say(ours, who, Said(text), f"{who}-{step}")
                for step, event in enumerate(events(words), len(state)):
                    await say(ours, who, event, f"{who}-{step}")
            await ours.sent()
            heard = await ours.heard("0")
            assert sum("حجبناه" in text for text in heard) == len(events(SPOKEN[-2]))
            nowhere(ours.database, database_url, ours, logged)


async def test_it_is_nowhere_where_the_update_fails_or_finds_no_room(database_url: str) -> None:
    poisoned = f"{POISON} {CARD} code {CODE} {IBAN}"
    with capture_logs() as logged:
        async with process(database_url, limit=1, each=1) as ours:
            async with ours.held_up(ours.address(1)):
                [*_, first] = updates(1, Said("السلام عليكم"), "1")
                taken = ours.take_or_keep(first)
                await ours.in_hand()
                for n, words in enumerate(SPOKEN, 2):
                    [*_, late] = updates(1, Said(words), f"{n}")
                    taken += ours.take_or_keep(late)
            for task in taken:
                await task
            nowhere(ours.database, database_url, ours, logged)
            await ours.rest()
            heard = "\n".join(await ours.heard(1))
            assert heard.count("حجبناه") == len(SPOKEN), "also where it waited"
            async with ours.database.unit() as unit:
                for update in updates(2, Said(poisoned), "p"):
                    arrival = inbox.Arrival(update.channel, update.account, update.id, "x")
                    body_ = raw.cleared(update.raw, kit().book.words)
                    assert body_ != update.raw
                    inbox.fail(unit, arrival, body_, "bug", ours.clock.now())
            nowhere(ours.database, database_url, ours, logged)


async def test_a_poisoned_update_is_kept_without_it(database_url: str) -> None:
    with capture_logs() as logged:
        async with process(database_url) as ours:
            for update in updates(1, Said(POISON), "1"):
                said = update.raw.replace(POISON.encode(), f"{POISON} {CARD}".encode())
                what = Update(update.channel, update.account, update.id, update.what, said)
                await ours.turns.take(what)
            assert len(await ours.failed()) == 3
            nowhere(ours.database, database_url, ours, logged)


async def test_an_account_is_kept_where_it_is_asked_for(database_url: str) -> None:
    """The sample programmes pay nothing out, so that it is only looked for elsewhere."""
    async with process(database_url) as ours:
        await ours.says("noura", IBAN)
        assert await ours.said("noura") == ["•" * 12]


async def test_an_officers_line_with_a_card_is_refused_and_not_kept(database_url: str) -> None:
    with capture_logs() as logged:
        async with process(database_url) as ours:
            await ours.says("noura", "مسؤول")
            async with ours.database.view() as view:
                open_ = await cases.open_of(view, [ours.address("noura")])
            [case] = open_[ours.address("noura")]
            sara = "sara"
            for n, (move, text) in enumerate(
                (("claim", ""), ("say", f"حوّل إلى {CARD}"), ("note", SPOKEN[0]), ("close", CARD))
            ):
                what = FromOfficer(sara, case.reference, move, text, "solved")
                said = json.dumps({"text": text}).encode()
                refused = await ours.turns.take(Update("desk", sara, f"{n}", what, said))
                assert (refused is None) == (move == "claim")
            assert not [m for m in await ours.lines("noura") if body.read(m.body).name]
            nowhere(ours.database, database_url, ours, logged)


# ------------------------------------------------------------------ raw bodies
WORDS = {"one_time_code": frozenset({"code"})}


@pytest.mark.parametrize("kept_as_it_is", [b"", b"raw", b'{"text": "hello", "n": 4111}', b"a=1&b="])
def test_a_body_without_any_is_kept_as_it_came(kept_as_it_is: bytes) -> None:
    assert raw.cleared(kept_as_it_is, WORDS) == kept_as_it_is


def test_a_body_of_json_is_cleared_wherever_there_is_text() -> None:
    body_ = json.dumps({"a": [{"b": CARD}, 1, None], "c": "code 4821"}).encode()
    assert json.loads(raw.cleared(body_, WORDS)) == {
        "a": [{"b": "•" * 8}, 1, None],
        "c": "code ••••",
    }


def test_a_form_keeps_what_it_is_read_by() -> None:
    form = {"MessageSid": f"SM{CARD}", "From": f"+{CARD}", "MediaUrl0": f"https://x/{CARD}"}
    said = urlencode(form | {"Body": CARD}).encode()
    assert raw.cleared(said, WORDS) == urlencode(form | {"Body": "•" * 8}).encode()


def test_what_only_begins_like_json_is_not_kept() -> None:
    assert raw.cleared(b'{"text": "' + CARD.encode(), WORDS) == b""
