"""The sender: order, limits, and trying again later."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

from bot import app as shell
from bot.channels.channel import Failed, Later, Parked, Sent
from bot.fate import GIVE_UP, LAST_RETRY
from bot.rates import UNLIMITED
from bot.sender import IN_FLIGHT, Limits
from bot.turns import dossier, person
from bot.update import FromPerson
from flows.events import Said
from flows.text import Text
from storage import people
from storage.unit import Unit
from tests.bot.sending import ACCOUNT, FREE, Post, Sending, book, rate, sending
from tests.replacing import replace
from tests.shell import settings

SECOND = timedelta(seconds=1)


# ------------------------------------------------------------------ order
async def test_one_person_hears_everything_in_order_and_holds_up_nobody(ours: Sending) -> None:
    first = ours.post.hold("noura")
    await ours.write("noura", "1", "2", "3")
    await ours.write("sara", "a", "b")
    await ours.rest()
    assert sorted(ours.post.texts) == ["1", "a", "b"]
    first.set_result(Sent("m1"))
    await ours.rest()
    assert ours.post.texts[-2:] == ["2", "3"]
    assert {(await ours.row(n)).status for n in range(1, 6)} == {"sent"}
    assert sorted(ours.told) == [1, 2, 3, 4, 5]


async def test_no_more_is_in_flight_than_may_be(ours: Sending) -> None:
    people_ = [f"p{n}" for n in range(IN_FLIGHT + 5)]
    held = {to: ours.post.hold(to) for to in people_}
    for to in people_:
        await ours.write(to, "x")
    await ours.rest()
    assert len(ours.post.sent) == IN_FLIGHT
    for waiting in list(held.values()):
        waiting.set_result(Sent())
    await ours.rest()
    assert len(ours.post.sent) == len(people_)


async def test_a_channel_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(Post("telegram"), Post("whatsapp"))) as ours:
        for number in range(IN_FLIGHT + 1):
            ours.posts["whatsapp"].hold(f"p{number}")
            await ours.write(f"p{number}", "w", channel="whatsapp")
        await ours.rest()
        assert len(ours.posts["whatsapp"].sent) == IN_FLIGHT
        await ours.write("noura", "1", "2")
        await ours.rest()
        assert ours.post.texts == ["1", "2"]


# ------------------------------------------------------------------ limits
async def test_one_person_gets_a_burst_and_then_one_a_second(tmp_path: Path) -> None:
    async with sending(tmp_path, limits=replace(FREE, chat=rate("3 1/s"))) as ours:
        await ours.write("noura", *"123456")
        await ours.write("sara", "a")
        await ours.rest()
        assert sorted(ours.post.texts) == ["1", "2", "3", "a"]
        for count in (5, 6, 7):
            await ours.advance(milliseconds=999)
            assert len(ours.post.sent) == count - 1
            await ours.advance(milliseconds=1)
            assert len(ours.post.sent) == count
        await ours.advance(seconds=3)
        ours.sender.woken.set()
        await ours.rest()
        assert ours.sender._places == {}  # nothing is kept of who may be written to again


async def test_an_account_is_never_used_faster_than_its_rate(tmp_path: Path) -> None:
    posts = (Post("telegram"), Post("whatsapp"))
    limits = Limits(UNLIMITED, UNLIMITED, {"telegram": rate("5 10/s")})
    async with sending(tmp_path, limits=limits, posts=posts) as ours:
        for number in range(9):
            await ours.write(f"p{number}", "x")
            await ours.write(f"p{number}", "x", channel="whatsapp")
        await ours.rest()
        assert len(posts[0].sent) == 5  # not one more, however many may be in flight
        assert len(posts[1].sent) == 9
        for count in (6, 7, 8, 9):
            await ours.advance(milliseconds=100)
            assert len(posts[0].sent) == count


async def test_what_a_group_got_before_a_restart_counts(tmp_path: Path) -> None:
    async with sending(tmp_path, limits=replace(FREE, group=rate("20/min"))) as ours:

        def tell(unit: Unit) -> None:
            for _ in range(25):
                ours.room.report(unit, Text("staff.settled"), ours.clock.now())

        await ours.act(tell)
        await ours.rest()
        await ours.advance(seconds=30)
        await ours.stop()
        ours.start()
        await ours.rest()
        assert len(ours.post.sent) == 20
        await ours.advance(milliseconds=29_999)
        assert len(ours.post.sent) == 20
        await ours.advance(milliseconds=1)
        assert len(ours.post.sent) == 25


async def test_a_limit_of_zero_is_none(tmp_path: Path) -> None:
    async with sending(tmp_path, limits=Limits(rate("0"), rate("0"), {})) as ours:
        await ours.write("noura", *map(str, range(50)))
        await ours.rest()
        assert len(ours.post.sent) == 50


# ------------------------------------------------------------------ try again later
async def test_retry_after_of_a_chat_holds_only_that_chat(ours: Sending) -> None:
    ours.post.script("noura", Later("flood", timedelta(seconds=10)))
    await ours.write("noura", "1", "2")
    await ours.write("sara", "a")
    await ours.rest()
    await ours.write("noura", "3")
    await ours.advance(seconds=9)
    assert sorted(ours.post.texts) == ["1", "a"]
    await ours.advance(seconds=1)
    assert ours.post.texts[-3:] == ["1", "2", "3"]
    assert (await ours.row(1)).attempts == 2


async def test_retry_after_of_an_account_holds_everybody_there(tmp_path: Path) -> None:
    posts = (Post("telegram"), Post("whatsapp"))
    async with sending(tmp_path, posts=posts) as ours:
        ours.post.script("noura", Later("flood", timedelta(seconds=10), everyone=True))
        await ours.write("noura", "1")
        await ours.rest()
        await ours.write("sara", "a")
        await ours.write("noura", "w", channel="whatsapp")
        await ours.advance(seconds=9)
        assert (posts[0].texts, posts[1].texts) == (["1"], ["w"])
        await ours.advance(seconds=1)
        assert sorted(posts[0].texts) == ["1", "1", "a"]


async def test_pauses_double_up_to_a_limit_with_jitter(ours: Sending) -> None:
    chances = itertools.cycle((1.0, 0.0))
    ours.sender.chance = lambda: next(chances)
    ours.post.script("noura", *[Later("down")] * 12)
    await ours.write("noura", "1")
    await ours.rest()
    pauses = []
    while (until := ours.clock.until) is not None:
        pauses.append((until - ours.clock.now()) / SECOND)
        await ours.advance(seconds=pauses[-1])
    assert pauses == [2, 2, 8, 8, 32, 32, 128, 128, 300, 150, 300, 150]
    assert (await ours.row(1)).status == "sent"


async def test_after_many_attempts_it_fails_and_the_officer_reads_why(ours: Sending) -> None:
    await ours.case("26000001")
    ours.post.script("noura", *[Later("provider_down")] * (GIVE_UP + 1))
    number = await ours.answer("noura", "وعليكم السلام", "26000001")
    await ours.write("noura", "next")
    for _ in range(GIVE_UP - 1):
        await ours.rest()
        assert (await ours.row(number)).status == "queued"
        await ours.advance(seconds=LAST_RETRY / SECOND)
    line = await ours.row(number)
    assert (line.status, line.reason, line.attempts) == ("failed", "provider_down", GIVE_UP)
    [told] = [o for o in ours.post.sent if o.room and "provider_down" in o.body.text]
    assert told.body.line == ("-1001", "77")  # said below what the officer typed
    assert [o.body.emoji for o in ours.post.sent if o.act == "react"] == ["💔"]
    assert ours.post.texts.count("next") == 1  # what comes after goes on


# ------------------------------------------------------------------ parked, unreachable
async def test_what_is_parked_goes_out_in_order_when_the_person_writes(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(Post("telegram"), Post("whatsapp"))) as ours:
        whatsapp = ours.posts["whatsapp"]
        whatsapp.script("noura", Parked("window"), Parked("window"))
        await ours.case("26000001")
        officers = await ours.answer("noura", "1", "26000001", channel="whatsapp")
        await ours.rest()
        [bots] = await ours.write("noura", "2", channel="whatsapp")
        await ours.rest()
        parked = [await ours.row(number) for number in (officers, bots)]
        assert [(line.status, line.reason) for line in parked] == [("parked", "window")] * 2
        assert [o.body.emoji for o in ours.post.sent if o.act == "react"] == ["👀"]
        assert ours.post.sent[-1].body.line == ("-1001", "77")  # and words below it

        await ours.write("noura", "3", channel="whatsapp")
        await ours.rest()
        assert whatsapp.texts == ["1", "2", "3"]  # later lines pass
        kit = shell.build_kit(settings(tmp_path), book())
        async with ours.database.unit() as unit:
            address = await people.resolve(unit, "whatsapp", ACCOUNT, "noura", ours.clock.now())
            heard = FromPerson("noura", Said("السلام عليكم"), "m")
            kept = await dossier.load(unit, kit, [address])
            await person.hear(unit, kit, ours.clock.now(), kept[address.id], heard)
        ours.sender.woken.set()
        await ours.rest()
        assert whatsapp.texts[3:5] == ["1", "2"]
        assert "وعليكم السلام" in whatsapp.texts[5]
        assert [(await ours.row(n)).status for n in (officers, bots)] == ["sent", "sent"]
        assert ours.post.sent[-1].body.emoji == "👌"


async def test_whoever_cannot_be_reached_is_marked(ours: Sending) -> None:
    ours.post.script("noura", Failed("blocked", unreachable=True))
    ours.post.script("sara", Failed("too_long"))
    await ours.write("noura", "1")
    await ours.write("sara", "a")
    await ours.rest()
    async with ours.database.unit() as unit:
        blocked = await people.resolve(unit, "telegram", ACCOUNT, "noura", ours.clock.now())
        other = await people.resolve(unit, "telegram", ACCOUNT, "sara", ours.clock.now())
    assert (blocked.reachable, other.reachable) == (False, True)
    assert [(await ours.row(n)).reason for n in (1, 2)] == ["blocked", "too_long"]
