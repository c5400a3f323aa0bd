"""The fake Bot API in groups: topics, rights, privacy mode, migration."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from tests.fakes.botapi import ALL_RIGHTS, BotApi, Group, User
from tests.fakes.test_botapi.bot_side import (
    ROOM,
    SARA,
    Clock,
    keyboard,
    messages,
    refused,
    updates,
)

TAKE = InlineKeyboardButton("استلام", callback_data="take:12")


@pytest.fixture
def khalid(api: BotApi) -> User:
    return api.user(801, "خالد")


@pytest.fixture
def room(api: BotApi, khalid: User) -> Group:
    return api.group(ROOM, is_forum=True, admins=[khalid])


async def test_a_topic_holds_what_is_written_in_it(bot: Bot, room: Group, khalid: User) -> None:
    topic = await bot.create_forum_topic(ROOM, "طلب 12", icon_color=13338331)
    thread = topic.message_thread_id
    card = await bot.send_message(ROOM, "بطاقة", message_thread_id=thread)
    assert (card.message_thread_id, card.is_topic_message) == (thread, True)
    assert card.to_dict()["reply_to_message"]["forum_topic_created"]["name"] == "طلب 12"
    officer = khalid.in_group(room)
    await officer.say("أهلًا", thread=room.thread("طلب 12"))
    await officer.say("في العام")
    await bot.send_message(ROOM, "في العام أيضًا")
    assert [m.text for m in room.thread(thread).messages] == ["بطاقة", "أهلًا"]
    assert [m.text for m in room.general] == ["في العام", "في العام أيضًا"]
    made, inside, outside = await messages(bot)
    assert made["forum_topic_created"]["icon_color"] == 13338331
    assert (inside["message_thread_id"], inside["text"]) == (thread, "أهلًا")
    assert "message_thread_id" not in outside
    answer = await bot.send_message(ROOM, "رد", reply_to_message_id=inside["message_id"])
    assert answer.message_thread_id == thread


async def test_a_topic_is_renamed_closed_reopened_and_deleted(bot: Bot, room: Group) -> None:
    thread = (await bot.create_forum_topic(ROOM, "طلب 12")).message_thread_id
    await bot.edit_forum_topic(ROOM, thread, name="طلب 12 ✅")
    assert room.thread(thread).name == "طلب 12 ✅"
    with refused("TOPIC_NOT_MODIFIED"):
        await bot.edit_forum_topic(ROOM, thread, name="طلب 12 ✅")
    (icon, *_) = await bot.get_forum_topic_icon_stickers()
    assert icon.custom_emoji_id is not None
    await bot.edit_forum_topic(ROOM, thread, icon_custom_emoji_id=icon.custom_emoji_id)
    with refused("DOCUMENT_INVALID"):
        await bot.edit_forum_topic(ROOM, thread, icon_custom_emoji_id="12")
    await bot.close_forum_topic(ROOM, thread)
    assert room.thread(thread).closed
    with refused("TOPIC_NOT_MODIFIED"):
        await bot.close_forum_topic(ROOM, thread)
    await bot.reopen_forum_topic(ROOM, thread)
    kinds = {"forum_topic_created", "forum_topic_edited", "forum_topic_closed"}
    told = {kind for message in await messages(bot) for kind in kinds & message.keys()}
    assert told == kinds
    await bot.delete_forum_topic(ROOM, thread)
    assert room.topics == []
    with refused("message thread not found"):
        await bot.send_message(ROOM, "x", message_thread_id=thread)
    with refused("TOPIC_ID_INVALID"):
        await bot.close_forum_topic(ROOM, thread)
    with refused("message thread not found"):
        await bot.send_message(ROOM, "x", message_thread_id=1)


async def test_topics_need_a_right_a_forum_and_a_name(
    bot: Bot, api: BotApi, room: Group, khalid: User
) -> None:
    with refused("title must be non-empty"):
        await bot.create_forum_topic(ROOM, " ")
    theirs = await khalid.in_group(room).create_topic("لهم")
    own = (await bot.create_forum_topic(ROOM, "لنا")).message_thread_id
    await room.promote({"can_delete_messages"})
    with refused("not enough rights to create a topic"):
        await bot.create_forum_topic(ROOM, "x")
    with refused("not enough rights to edit the topic"):
        await bot.edit_forum_topic(ROOM, theirs.id, name="x")
    with refused("not enough rights to close or open the topic"):
        await bot.close_forum_topic(ROOM, theirs.id)
    await bot.close_forum_topic(ROOM, own)
    await khalid.in_group(room).close_topic(theirs)
    with refused("TOPIC_CLOSED"):
        await bot.send_message(ROOM, "x", message_thread_id=theirs.id)
    await khalid.in_group(room).reopen_topic(theirs)
    await bot.send_message(ROOM, "x", message_thread_id=theirs.id)
    await bot.send_message(ROOM, "x", message_thread_id=own)
    await room.promote(None)
    with refused("not enough rights to delete the topic"):
        await bot.delete_forum_topic(ROOM, own)
    api.group(-1002, rights=ALL_RIGHTS)
    with refused("the chat is not a forum"):
        await bot.create_forum_topic(-1002, "x")


async def test_a_name_over_128_characters_is_cut_and_noted(
    bot: Bot, api: BotApi, room: Group
) -> None:
    await bot.create_forum_topic(ROOM, "ا" * 129)
    assert len(room.topics[0].name) == 128
    assert api.violations == ["a topic's name is longer than 128 characters and is cut"]
    api.violations.clear()


async def test_officers_tap_edit_pin_and_stay_anonymous(
    bot: Bot, room: Group, khalid: User
) -> None:
    thread = (await bot.create_forum_topic(ROOM, "طلب 12")).message_thread_id
    await bot.send_message(ROOM, "بطاقة", message_thread_id=thread, reply_markup=keyboard(TAKE))
    (card,) = room.thread(thread).messages
    officer = khalid.in_group(room)
    await officer.tap(card, "استلام")
    said = await officer.say("سأتصل", thread=thread, reply_to=card)
    await officer.edit(said, "اتصلت")
    await officer.pin(card)
    await khalid.in_group(room, anonymous=True).say("سرًا", thread=thread)
    _, tap, _, edit, pin, secret = await updates(bot)
    assert tap["callback_query"]["message"]["message_thread_id"] == thread
    assert (edit["edited_message"]["text"], said.earlier) == ("اتصلت", ["سأتصل"])
    assert pin["message"]["pinned_message"]["text"] == "بطاقة"
    assert secret["message"]["sender_chat"]["id"] == ROOM
    assert secret["message"]["from"]["username"] == "GroupAnonymousBot"
    await bot.pin_chat_message(ROOM, said.id)
    shown = await bot.get_chat(ROOM)
    assert shown.pinned_message is not None
    assert shown.pinned_message.text == "اتصلت"


async def test_privacy_mode_hides_what_is_not_for_the_bot(bot: Bot, api: BotApi) -> None:
    group = api.group(-1002, rights=None)
    member = api.user(SARA).in_group(group)
    await bot.send_message(-1002, "سؤال")
    await member.say("كلام")
    await member.say("/help")
    await member.say("جواب", reply_to=group.general[0])
    assert [message["text"] for message in await messages(bot)] == ["/help", "جواب"]
    assert not (await bot.get_me()).can_read_all_group_messages
    await group.promote(ALL_RIGHTS)
    await member.say("كلام يُرى")
    assert (await updates(bot))[-1]["message"]["text"] == "كلام يُرى"


async def test_who_is_who_in_a_group(bot: Bot, api: BotApi, room: Group, khalid: User) -> None:
    sara = api.user(SARA, started=True)
    own = await bot.get_chat_member(ROOM, bot.id)
    assert own.to_dict()["can_manage_topics"] is True
    assert (await bot.get_chat_member(ROOM, khalid.id)).status == "creator"
    assert (await bot.get_chat_member(ROOM, SARA)).status == "left"
    sara.in_group(room)
    assert (await bot.get_chat_member(ROOM, SARA)).status == "member"
    admins = await bot.get_chat_administrators(ROOM)
    assert {admin.user.id for admin in admins} == {khalid.id, bot.id}
    chat = await bot.get_chat(ROOM)
    assert (chat.type, chat.is_forum, chat.title) == ("supergroup", True, "غرفة الموظفين")
    own_chat = await bot.get_chat_member(SARA, SARA)
    assert (own_chat.status, (await bot.get_chat(SARA)).first_name) == ("member", "سارة")
    room.admins[SARA] = sara.person
    assert (await bot.get_chat_member(ROOM, SARA)).status == "administrator"
    with refused("can't be changed in private chats"):
        await bot.leave_chat(SARA)
    with refused("user not found"):
        await bot.get_chat_member(ROOM, 999)
    with refused("there are no administrators in the private chat"):
        await bot.get_chat_administrators(SARA)


async def test_a_bot_outside_the_group_is_told_so(bot: Bot, room: Group) -> None:
    await room.remove_bot()
    with refused("bot was kicked from the supergroup chat", Forbidden):
        await bot.send_message(ROOM, "x")
    await room.add_bot()
    await bot.send_message(ROOM, "x")
    await bot.leave_chat(ROOM)
    with refused("bot is not a member of the supergroup chat", Forbidden):
        await bot.get_chat(ROOM)
    changes = [update["my_chat_member"] for update in await updates(bot)]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_a_group_that_became_a_supergroup(bot: Bot, api: BotApi, khalid: User) -> None:
    old = api.group(-5, admins=[khalid])
    await bot.send_message(-5, "قبل")
    new = await old.migrate(-1005)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "x")
    assert moved.value.new_chat_id == new.id == -1005
    await bot.send_message(-1005, "بعد")
    assert [message.text for message in new.general] == ["بعد"]
    gone, come = await messages(bot)
    assert (gone["migrate_to_chat_id"], come["migrate_from_chat_id"]) == (-1005, -5)


async def test_what_a_group_does_not_take(bot: Bot, api: BotApi, room: Group) -> None:
    asks = ReplyKeyboardMarkup([[KeyboardButton("رقمي", request_contact=True)]])
    with refused("phone number can be requested in private chats only"):
        await bot.send_message(ROOM, "x", reply_markup=asks)
    said = await api.user(SARA).in_group(room).say("x")
    with refused("message can't be edited"):
        await bot.edit_message_text("y", ROOM, said.id)
    await room.promote({"can_manage_topics"})
    with refused("message can't be deleted"):
        await bot.delete_message(ROOM, said.id)
    with refused("not enough rights to manage pinned messages"):
        await bot.pin_chat_message(ROOM, said.id)
    service = await api.user(SARA).in_group(room).pin(said)
    with refused("the message can't be copied"):
        await bot.copy_message(ROOM, ROOM, service.id)


async def test_twenty_a_minute(bot: Bot, clock: Clock, room: Group) -> None:
    for _ in range(20):
        await bot.send_message(ROOM, "x")
    clock.pass_(seconds=59)
    with pytest.raises(RetryAfter):
        await bot.send_message(ROOM, "x")
    clock.pass_(seconds=1)
    await bot.send_message(ROOM, "x")
    assert len(room.general) == 21


@pytest.mark.parametrize(
    ("chat_id", "error"), [(-1009, BadRequest), ("@nobody", BadRequest), (-9, BadRequest)]
)
async def test_an_unknown_group(bot: Bot, chat_id: int, error: type[TelegramError]) -> None:
    with refused("chat not found", error):
        await bot.send_message(chat_id, "x")
