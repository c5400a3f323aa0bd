"""The staff group's acts, one by one: what Telegram is asked, and what its refusals come to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from bot.body import File
from bot.channels.channel import Failed, Moved, Outgoing, Receipt, Sent, Unknown
from bot.channels.telegram import Telegram
from tests.bot.test_telegram.ours import ROOM, Ours, outgoing
from tests.bot.test_telegram.test_errors import refusal
from tests.fakes.botapi import BotApi, Group, Message, Topic
from tests.fakes.botapi.schema import Upload
from tests.fakes.botapi.sending import _send_file
from tests.fakes.botapi.server import METHODS

TITLE = "26000422 · الموقع"


def act(name: str = "post", **changes: Any) -> Outgoing:
    return outgoing(name, to=str(ROOM), room=True, **changes)


@pytest.fixture
def group(api: BotApi) -> Group:
    return api.group(ROOM, is_forum=True)


@pytest.fixture
async def topic(sending: Telegram, group: Group) -> Topic:
    await sending.send(act("open_topic", title=TITLE))
    return group.topics[0]


def last(group: Group) -> Message:
    return [m for m in group.messages.values() if m.by_bot and not m.service][-1]


# ------------------------------------------------------------------ topics
async def test_a_topic_is_opened(sending: Telegram, group: Group) -> None:
    receipt = await sending.send(act("open_topic", title=TITLE))
    [topic] = group.topics
    assert (receipt, topic.name) == (Sent(thread=str(topic.id)), TITLE)


async def test_a_long_title_is_cut(sending: Telegram, group: Group) -> None:
    await sending.send(act("open_topic", title="برنامج " * 40))
    assert 100 < len(group.topics[0].name) <= 128


@pytest.mark.parametrize(
    "made", [{"is_forum": False}, {"is_forum": True, "rights": ["can_pin_messages"]}]
)
async def test_where_there_are_no_topics_none_is_opened(
    sending: Telegram, api: BotApi, made: Mapping[str, Any]
) -> None:
    api.group(ROOM, **made)
    assert await sending.send(act("open_topic", title=TITLE)) == Sent(thread=None)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (502, None, Unknown("network", answered=True)),
        (400, refusal(400, "x", migrate_to_chat_id=-1007), Moved("-1007")),
        (400, refusal(400, "Bad Request: whatever is new"), Failed("refused")),
    ],
)
async def test_a_topic_that_cannot_be_opened_now(
    sending: Telegram, api: BotApi, status: int, body: Any, expected: Receipt
) -> None:
    api.group(ROOM, is_forum=True)
    api.fail("createForumTopic", status, body=body)
    assert await sending.send(act("open_topic", title=TITLE)) == expected


async def test_a_topic_is_renamed_closed_and_reopened(sending: Telegram, topic: Topic) -> None:
    thread = str(topic.id)
    for _ in range(2):  # the second time nothing changes, which is as good
        assert await sending.send(act("rename_topic", title="مغلقة", thread=thread)) == Sent()
        assert await sending.send(act("close_topic", thread=thread)) == Sent()
        assert (topic.name, topic.closed) == ("مغلقة", True)
    for _ in range(2):
        assert await sending.send(act("reopen_topic", thread=thread)) == Sent()
    assert not topic.closed


@pytest.mark.parametrize("name", ["rename_topic", "close_topic", "reopen_topic"])
@pytest.mark.parametrize("thread", [None, "999"])
async def test_a_topic_that_is_not_there_needs_nothing(
    sending: Telegram, group: Group, name: str, thread: str | None
) -> None:
    assert await sending.send(act(name, title="x", thread=thread)) == Sent()


async def test_a_topic_of_somebody_else_needs_the_right(
    ours: Ours, sending: Telegram, api: BotApi
) -> None:
    group = api.group(ROOM, is_forum=True, rights=[])
    theirs = await api.user(1).in_group(group).create_topic("استراحة")
    assert await sending.send(act("close_topic", thread=str(theirs.id))) == Failed("no_right")


# ------------------------------------------------------------------ messages
async def test_words_stand_in_the_topic(sending: Telegram, group: Group, topic: Topic) -> None:
    receipt = await sending.send(act(text="من المستفيد: <أهلًا>", thread=str(topic.id)))
    assert receipt == Sent(str(last(group).id))
    assert (last(group).text, last(group).thread) == ("من المستفيد: <أهلًا>", topic.id)


async def test_a_report_stands_in_general(sending: Telegram, group: Group) -> None:
    await sending.send(act(text="محاولة تصرف"))
    assert (last(group).thread, last(group).reply_to) == (None, None)


async def test_buttons_stand_two_in_a_row(sending: Telegram, group: Group, topic: Topic) -> None:
    data = tuple((f"زر {n}", f"c:26000422:claim{n}") for n in range(3))
    await sending.send(act(text="معاملة", data=data, thread=str(topic.id)))
    assert [[b.data for b in row] for row in last(group).rows] == [
        ["c:26000422:claim0", "c:26000422:claim1"],
        ["c:26000422:claim2"],
    ]


async def test_what_expects_a_sentence_asks_for_a_reply(
    sending: Telegram, group: Group, topic: Topic
) -> None:
    thread = str(topic.id)
    await sending.send(act(text="جملة واحدة", expects=("close", "solved"), thread=thread))
    assert last(group).markup == {"force_reply": True}


async def test_long_words_come_in_parts_and_a_long_card_is_cut(
    sending: Telegram, group: Group, topic: Topic
) -> None:
    thread, long = str(topic.id), "كلمة " * 1500
    await sending.send(act(text=long, thread=thread))
    assert len(topic.messages) == 2
    card = str(last(group).id)
    assert await sending.send(act("edit", text=long, target=card, thread=thread)) == Sent(card)
    assert len(topic.messages) == 2


async def test_a_deleted_topic_of_no_case_gets_some_name(sending: Telegram, group: Group) -> None:
    receipt = await sending.send(act(text="أهلًا", thread="999"))
    [topic] = group.topics
    assert receipt == Sent(str(last(group).id), thread=str(topic.id))
    assert topic.name == "…"


async def test_a_deleted_topic_that_cannot_be_opened_again_leaves_general(
    sending: Telegram, api: BotApi
) -> None:
    group = api.group(ROOM, is_forum=True, rights=["can_pin_messages"])
    receipt = await sending.send(act(text="أهلًا", title=TITLE, thread="999", card="998"))
    assert receipt == Sent(str(last(group).id))
    assert last(group).thread is None


async def test_the_card_is_edited_where_it_is_now(
    sending: Telegram, group: Group, topic: Topic
) -> None:
    thread = str(topic.id)
    first = await sending.send(act(text="بطاقة", thread=thread))
    second = await sending.send(act(text="بطاقة أخرى", thread=thread))
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    edit = partial(act, "edit", thread=thread, card=second.external, target=first.external)
    assert await sending.send(edit(text="في عهدة سارة")) == first
    assert await sending.send(edit(text="مغلقة", is_card=True)) == second
    assert [m.text for m in topic.messages] == ["في عهدة سارة", "مغلقة"]


async def test_a_card_that_never_came_is_posted(
    sending: Telegram, group: Group, topic: Topic
) -> None:
    receipt = await sending.send(act("edit", text="بطاقة", thread=str(topic.id)))
    assert receipt == Sent(str(last(group).id))


async def test_a_line_is_marked(sending: Telegram, api: BotApi, group: Group) -> None:
    line = await api.user(1).in_group(group).say("كيف نساعدك؟")
    mark = act("react", emoji="👌", line=("-555", str(line.id)))  # its room's former id
    assert (await sending.send(mark), line.reactions) == (Sent(), ["👌"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"emoji": "👌"}, "nothing_to_do"),
        ({"line": (str(ROOM), "5")}, "nothing_to_do"),
        ({"emoji": "👌", "target": "999"}, "gone"),
    ],
)
async def test_what_cannot_be_marked(
    sending: Telegram, group: Group, changes: Mapping[str, Any], reason: str
) -> None:
    assert await sending.send(act("react", **changes)) == Failed(reason)


async def test_a_mark_the_group_does_not_allow(
    sending: Telegram, api: BotApi, group: Group
) -> None:
    line = await api.user(1).in_group(group).say("كيف نساعدك؟")
    api.fail("setMessageReaction", 400, body=refusal(400, "Bad Request: REACTION_INVALID"))
    mark = act("react", emoji="👌", target=str(line.id))
    assert await sending.send(mark) == Failed("no_reactions")


async def test_a_line_of_ours_is_deleted(sending: Telegram, group: Group) -> None:
    await sending.send(act(text="خطأ"))
    target = str(last(group).id)
    for _ in range(2):
        assert await sending.send(act("delete", target=target)) == Sent(target)
    assert last(group).deleted
    assert await sending.send(act("delete")) == Sent()


# ------------------------------------------------------------------ files
KINDS = [
    ("image", "photo"),
    ("document", "document"),
    ("audio", "voice"),
    ("audio", "audio"),
    ("video", "video"),
    ("video", "animation"),
    ("video", "video_note"),
]


@pytest.fixture
def more_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rarer ways of sending a file, by the same rules as the others."""
    for name in ("audio", "video", "animation", "video_note"):
        method = f"send{name.replace('_', '')}"
        monkeypatch.setitem(METHODS, method, partial(_send_file, kind=name))


@pytest.mark.usefixtures("more_methods")
@pytest.mark.parametrize(("kind", "came_as"), KINDS)
async def test_a_file_goes_as_what_it_came_as(
    sending: Telegram, group: Group, kind: str, came_as: str
) -> None:
    kept = group.world.files.keep(came_as, Upload("f", b"data", "x/y"))
    receipt = await sending.send(act(text="ملف مرفق", file=File(kind, kept.id, "telegram")))
    assert receipt == Sent(str(last(group).id))
    shown = "caption" if came_as != "video_note" else None
    assert last(group).content.get("caption") == (shown and "ملف مرفق")


@pytest.mark.parametrize(
    ("kind", "came_as", "method", "covered"),
    [("image", "photo", "sendPhoto", True), ("audio", "voice", "sendVoice", None)],
)
async def test_what_a_person_sent_is_protected_and_their_pictures_covered(  # noqa: PLR0917 -- rows
    sending: Telegram,
    api: BotApi,
    group: Group,
    kind: str,
    came_as: str,
    method: str,
    covered: bool | None,
) -> None:
    kept = group.world.files.keep(came_as, Upload("f", b"data", "x/y"))
    await sending.send(act(text="📎", file=File(kind, kept.id, "telegram"), origin="77"))
    [call] = api.called(method)
    assert call.parameters.get("protect_content") is True
    assert call.parameters.get("has_spoiler") is covered
    await sending.send(act(text="من المستفيد: نعم", relayed=True))
    await sending.send(act(text="ملاحظة"))
    words = [call.parameters.get("protect_content") for call in api.called("sendMessage")]
    assert words == [True, None], "what is ours is not"


async def test_a_long_text_follows_its_file(sending: Telegram, group: Group) -> None:
    kept = group.world.files.keep("photo", Upload("f", b"data", "x/y"))
    text = ("كلمة " * 300).strip()
    await sending.send(act(text=text, file=File("image", kept.id, "telegram")))
    photo, words = group.general
    assert ("photo" in photo.content, photo.text, words.text) == (True, "", text)


async def test_a_file_telegram_does_not_know(sending: Telegram, group: Group) -> None:
    file = File("image", "AgAC999", "telegram")
    assert await sending.send(act(text="ملف مرفق", file=file)) == Failed("refused")
