"""Files that were sent together go out together, and each keeps its own row, id and fate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot import album
from bot.album import A_MOMENT, SINGLY
from bot.body import Body, File
from bot.channels.channel import Failed, Later, Receipt, Sent, Unknown
from bot.sender import Limits
from bot.staff.room import Heard
from storage import messages, people
from storage.messages import Message
from tests.bot.sending import ACCOUNT, CAPABILITIES, FREE, STAFF, Post, Sending, rate, sending
from tests.replacing import replace

NOURA = "801"
PICTURE = File("image", "f", "telegram")
TOGETHER = replace(CAPABILITIES, album=10)


def telegram() -> Post:
    return Post(capabilities=TOGETHER)


async def send(ours: Sending, *words: str, together: str | None = "one") -> list[int]:
    """Pictures of an officer to Noura, each with its words; their numbers."""
    now = ours.clock.now()
    async with ours.database.unit() as unit:
        address = await people.resolve(unit, "telegram", ACCOUNT, NOURA, now)
        for one in words:
            body = Body(text=one, file=PICTURE, album=together, wordless=not one)
            row = messages.Outgoing(
                "telegram",
                ACCOUNT,
                body.plain(),
                address=address.id,
                not_before=album.until(body, now),
            )
            messages.queue(unit, row, now)
    ours.sender.woken.set()
    return await ours._last(len(words))


async def rows(ours: Sending, numbers: Sequence[int]) -> list[Message]:
    return [await ours.row(number) for number in numbers]


def went(ours: Sending) -> list[list[str]]:
    """The words of each send, of all its files."""
    return [[one.text for one in (out.body, *out.along)] for out in ours.post.sent]


async def test_it_waits_a_moment_and_goes_as_one(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        three = await send(ours, "1", "2")
        await ours.rest()
        await ours.advance(seconds=0.5)
        three += await send(ours, "3")
        [after] = await ours.write(NOURA, "after")
        ours.post.script(NOURA, Sent("a", along=("b", "c")))
        assert went(ours) == []
        await ours.advance(seconds=0.5)
        assert went(ours) == [["1", "2", "3"], ["after"]]
        assert [row.external for row in await rows(ours, three)] == ["a", "b", "c"]
        assert {(row.status, row.attempts) for row in await rows(ours, three)} == {("sent", 1)}
        assert (await ours.row(after)).status == "sent"


async def test_what_comes_too_late_goes_by_itself(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        await send(ours, "1", "2")
        await ours.rest()
        ours.post.script(NOURA, Sent("a", along=("b",)))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        await send(ours, "3")
        await ours.rest()
        await ours.advance(seconds=A_MOMENT.total_seconds())
        assert went(ours) == [["1", "2"], ["3"]]


async def test_two_albums_and_what_lies_between_are_told_apart(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        await send(ours, "1", "2")
        await ours.write(NOURA, "between")
        await send(ours, "3")
        await send(ours, "4", "5", together="other")
        await ours.rest()
        for along in (("b",), (), (), ("e",)):
            ours.post.script(NOURA, Sent("x", along=along))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        assert went(ours) == [["1", "2"], ["between"], ["3"], ["4", "5"]]


async def test_of_more_than_ten_the_rest_follows(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        await send(ours, *map(str, range(12)))
        await ours.rest()
        ours.post.script(NOURA, Sent("x", along=tuple("123456789")), Sent("y", along=("z",)))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        assert [len(files) for files in went(ours)] == [10, 2]


async def test_a_channel_without_albums_gets_them_one_after_the_other(tmp_path: Path) -> None:
    async with sending(tmp_path) as ours:
        await send(ours, "1", "2")
        await ours.rest()
        await ours.advance(seconds=A_MOMENT.total_seconds())
        assert went(ours) == [["1"], ["2"]]


async def test_what_is_refused_together_is_tried_singly_once(tmp_path: Path) -> None:
    """Each file then has a fate of its own."""
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        both = await send(ours, "1", "2", "3")
        await ours.rest()
        refused = Failed("refused")
        ours.post.script(NOURA, refused, Sent("a"), refused, Sent("c"))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        assert {row.reason for row in await rows(ours, both)} == {SINGLY}
        await ours.advance(seconds=5)
        assert went(ours) == [["1", "2", "3"], ["1"], ["2"], ["3"]]
        kept = await rows(ours, both)
        assert [(row.status, row.external) for row in kept] == [
            ("sent", "a"),
            ("failed", None),
            ("sent", "c"),
        ]


@pytest.mark.parametrize(
    ("receipt", "ends"),
    [
        (Later("too_fast", timedelta(seconds=3)), "sent"),
        (Unknown("timed_out"), "sent"),
        (Failed("blocked", unreachable=True), "failed"),
    ],
)
async def test_what_befalls_the_album_befalls_each(
    tmp_path: Path, receipt: Receipt, ends: str
) -> None:
    """What may go again goes again as one; nobody is asked twice who is gone."""
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        both = await send(ours, "1", "2")
        await ours.rest()
        ours.post.script(NOURA, receipt, Sent("a", along=("b",)))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        await ours.advance(seconds=10)
        assert went(ours) == [["1", "2"]] * (1 if ends == "failed" else 2)
        assert [row.status for row in await rows(ours, both)] == [ends] * 2


async def test_twice_in_doubt_it_is_not_sent_a_third_time(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        both = await send(ours, "1", "2")
        await ours.rest()
        ours.post.script(NOURA, Unknown("timed_out"), Unknown("timed_out"))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        await ours.advance(seconds=10)
        await ours.advance(seconds=60)
        assert len(went(ours)) == 2
        assert [row.status for row in await rows(ours, both)] == ["failed"] * 2


async def test_cut_off_by_a_crash_it_goes_out_once_more(tmp_path: Path) -> None:
    async with sending(tmp_path, posts=(telegram(),)) as ours:
        both = await send(ours, "1", "2")
        await ours.rest()
        ours.post.hold(NOURA)
        await ours.advance(seconds=A_MOMENT.total_seconds())
        await ours.die()
        ours.post.held.clear()
        ours.start()
        await ours.rest()
        ours.post.script(NOURA, Sent("a", along=("b",)))
        await ours.advance(seconds=10)
        assert went(ours) == [["1", "2"]] * 2
        assert [row.external for row in await rows(ours, both)] == ["a", "b"]


async def test_each_file_counts_for_the_limit(tmp_path: Path) -> None:
    limits = Limits(rate("3 1/s"), FREE.group, {})
    async with sending(tmp_path, posts=(telegram(),), limits=limits) as ours:
        await send(ours, "1", "2", "3", "4")
        await ours.rest()
        ours.post.script(NOURA, Sent("a", along=("b", "c", "d")))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        await ours.write(NOURA, "after")
        await ours.rest()
        await ours.advance(seconds=1.9)
        assert went(ours) == [["1", "2", "3", "4"]]
        await ours.advance(seconds=0.1)
        assert went(ours)[1:] == [["after"]]


async def test_a_group_never_gets_more_than_its_limit(tmp_path: Path) -> None:
    """The album goes in two where too few are left."""
    limits = Limits(FREE.chat, rate("6/min"), {})
    async with sending(tmp_path, posts=(telegram(),), limits=limits) as ours:
        case = await ours.case("26000001")  # a topic and a card
        await ours.rest()
        ours.post.sent.clear()
        async with ours.database.unit() as unit:
            for _ in range(6):
                ours.room.hear(unit, case, "", ours.clock.now(), Heard(PICTURE, album="one"))
        ours.sender.woken.set()
        await ours.rest()
        ours.post.script(str(STAFF), Sent("a", along=("b", "c", "d")), Sent("e", along=("f",)))
        await ours.advance(seconds=A_MOMENT.total_seconds())
        assert [len(files) for files in went(ours)] == [4]
        await ours.advance(seconds=58.9)
        assert [len(files) for files in went(ours)] == [4]
        await ours.advance(seconds=0.1)
        assert [len(files) for files in went(ours)] == [4, 2]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("", "", ""), ["all", None, None]),
        (("", "two", ""), [None, "two", None]),
        (("one", "", "three"), ["one", None, "three"]),
    ],
)
def test_words_stand_where_an_app_shows_them_below_the_album(
    words: tuple[str, ...], shown: list[str | None]
) -> None:
    files = [Body(text=one, file=PICTURE, wordless=not one) for one in words]
    assert list(album.captions(files, lambda body: body.text or "all")) == shown
