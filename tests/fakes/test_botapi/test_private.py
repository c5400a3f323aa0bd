"""The fake Bot API as a bot sees it in private chats: what it takes, keeps and refuses."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import EndPointNotFound, Forbidden, InvalidToken, NetworkError

from tests.fakes.botapi import BotApi, User
from tests.fakes.test_botapi.bot_side import (
    SARA,
    Clock,
    keyboard,
    messages,
    refused,
    updates,
)

REGISTER = InlineKeyboardButton("تسجيل", callback_data="reg")


async def test_a_message_arrives_as_it_was_meant(bot: Bot, sara: User) -> None:
    sent = await bot.send_message(
        SARA, " <b>أهلًا</b> &amp; <a href='https://a.sa'>سهلًا</a>\n", parse_mode="HTML"
    )
    assert sent.text == sara.last.text == "أهلًا & سهلًا"
    assert sent.parse_entity(sent.entities[0]) == "أهلًا"
    assert (sent.entities[1].type, sent.entities[1].url) == ("text_link", "https://a.sa")
    odd = await bot.send_message(SARA, "<a href='x'>&#1571;&#x628;&nbsp;</a>", parse_mode="HTML")
    assert (odd.text, odd.entities) == ("أب&nbsp;", ())
    plain = await bot.send_message(SARA, "😀 أ", entities=[MessageEntity("italic", 3, 1)])
    assert plain.parse_entity(plain.entities[0]) == "أ"


async def test_a_tap_is_told_and_answered_once(bot: Bot, api: BotApi, sara: User) -> None:
    await bot.send_message(SARA, "اختر", reply_markup=keyboard(REGISTER))
    tap = await sara.tap(sara.last, "تسجيل")
    (update,) = await bot.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("reg", SARA)
    await query.answer("تم", show_alert=True)
    assert (tap.answered, tap.text, tap.alert) == (True, "تم", True)
    with refused("query is too old"):
        await query.answer()
    with refused("query is too old"):
        await bot.answer_callback_query("12")


async def test_a_late_answer_to_a_tap_is_refused(bot: Bot, clock: Clock, sara: User) -> None:
    await bot.send_message(SARA, "اختر", reply_markup=keyboard(REGISTER))
    tap = await sara.tap(sara.last, "reg")
    clock.pass_(seconds=151)
    with refused("query is too old"):
        await bot.answer_callback_query(tap.id)


async def test_a_tap_on_what_is_gone_shows_no_message(bot: Bot, sara: User) -> None:
    await bot.send_message(SARA, "اختر", reply_markup=keyboard(REGISTER))
    await bot.delete_message(SARA, sara.inbox[0].id)
    await sara.tap(sara.inbox[0], "reg", stale=True)
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible
    with refused("MESSAGE_TOO_LONG"):
        await update.callback_query.answer("ا" * 201)
    await update.callback_query.answer("ا" * 200)


async def test_an_edit_changes_the_text_and_takes_the_buttons(bot: Bot, sara: User) -> None:
    sent = await bot.send_message(SARA, "اختر", reply_markup=keyboard(REGISTER))
    await bot.edit_message_text("تم", SARA, sent.message_id)
    assert (sara.last.text, sara.last.buttons, sara.last.earlier) == ("تم", [], ["اختر"])
    with refused("message is not modified: specified new message content"):
        await bot.edit_message_text("تم", SARA, sent.message_id)
    with pytest.raises(AssertionError, match="no button"):
        await sara.tap(sara.last, "reg")
    assert (await sara.tap(sara.last, "reg", stale=True)).data == "reg"


async def test_a_keyboard_can_be_changed_alone(bot: Bot, sara: User) -> None:
    sent = await bot.send_message(SARA, "اختر", reply_markup=keyboard(REGISTER))
    with refused("not modified"):
        await bot.edit_message_reply_markup(SARA, sent.message_id, reply_markup=keyboard(REGISTER))
    await bot.edit_message_reply_markup(SARA, sent.message_id)
    assert (sara.last.text, sara.last.labels) == ("اختر", [])


async def test_reply_keyboards(bot: Bot, api: BotApi, sara: User) -> None:
    share = KeyboardButton("شارك رقمي", request_contact=True)
    asked = ReplyKeyboardMarkup([[share], ["لاحقًا"]], resize_keyboard=True)
    await bot.send_message(SARA, "رقمك؟", reply_markup=asked)
    assert sara.last.labels == ["شارك رقمي", "لاحقًا"]
    await sara.press(sara.last, "شارك رقمي")
    await sara.press(sara.last, "لاحقًا")
    await sara.share_contact_of(api.user(502, "نورة"))
    shared, said, other = await messages(bot)
    assert shared["contact"]["user_id"] == SARA
    assert said["text"] == "لاحقًا"
    assert other["contact"]["user_id"] == 502
    with refused("message can't be edited"):
        await bot.edit_message_text("x", SARA, sara.last.id)
    await bot.send_message(SARA, "شكرًا", reply_markup=ReplyKeyboardRemove())
    await bot.send_message(SARA, "اكتب", reply_markup=ForceReply(input_field_placeholder="اسمك"))


async def test_deleting_ends_after_two_days(bot: Bot, clock: Clock, sara: User) -> None:
    old = await bot.send_message(SARA, "قديم")
    clock.pass_(hours=47, minutes=59)
    new = await bot.send_message(SARA, "جديد")
    clock.pass_(minutes=1)
    await bot.delete_message(SARA, new.message_id)
    assert [message.deleted for message in sara.inbox] == [False, True]
    with refused("message can't be deleted"):
        await bot.delete_message(SARA, old.message_id)
    with refused("message to delete not found"):
        await bot.delete_message(SARA, new.message_id)
    with refused("message to edit not found"):
        await bot.edit_message_text("x", SARA, new.message_id)


async def test_replies(bot: Bot, sara: User) -> None:
    said = await sara.say("سؤال")
    answer = await bot.send_message(SARA, "جواب", reply_parameters=ReplyParameters(said.id))
    assert answer.to_dict()["reply_to_message"]["text"] == "سؤال"
    with refused("message to be replied not found"):
        await bot.send_message(SARA, "جواب", reply_parameters=ReplyParameters(99))
    lost = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(SARA, "جواب", reply_parameters=lost)).reply_to_message is None


async def test_files_are_sent_kept_fetched_and_sent_again(
    bot: Bot, api: BotApi, clock: Clock, sara: User
) -> None:
    await sara.send_photo(b"a picture", caption="هويتي", album="7")
    await sara.send_document(b"a paper", name="هوية.pdf")
    await sara.send_voice(b"a voice")
    await sara.send_sticker()
    await sara.send_location()
    photo, paper, voice, sticker, spot = await messages(bot)
    assert (photo["caption"], photo["media_group_id"]) == ("هويتي", "7")
    assert paper["document"]["file_name"] == "هوية.pdf"
    assert (voice["voice"]["duration"], sticker["sticker"]["type"]) == (3, "regular")
    assert spot["location"]["latitude"] == 24.71
    picture = photo["photo"][-1]["file_id"]
    got = await bot.get_file(picture)
    assert bytes(await got.download_as_bytearray()) == b"a picture"
    clock.pass_(minutes=61)
    with pytest.raises(InvalidToken):  # the link is dead: 404
        await got.download_as_bytearray()
    again = await bot.send_photo(SARA, picture, caption="نسخة")
    assert again.photo[-1].file_id == picture
    own = await bot.send_document(SARA, b"made here" * 200_000, filename="إيصال.pdf")
    assert own.document is not None
    assert own.document.file_name == "إيصال.pdf"
    assert len(await (await own.document.get_file()).download_as_bytearray()) == 1_800_000
    clock.pass_(minutes=1)
    await bot.send_voice(SARA, b"voice")
    with refused("Request Entity Too Large", NetworkError):
        await bot.send_photo(SARA, b"x" * (10 * 2**20 + 1))
    with refused("file must be non-empty"):
        await bot.send_document(SARA, b"")
    with refused("can't use file of type Photo as Document"):
        await bot.send_document(SARA, picture)
    with refused("wrong file identifier"):
        await bot.send_photo(SARA, "unheard of")
    with refused("wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("unheard of")
    big = await sara.send_document(size=20 * 2**20 + 1)
    with refused("file is too big"):
        await bot.get_file(big.content["document"]["file_id"])


async def test_copies_hide_where_they_come_from(bot: Bot, api: BotApi, sara: User) -> None:
    said = await sara.say("سؤال")
    shown = await sara.send_photo(caption="قبل")
    api.user(502, "نورة", started=True)
    await bot.copy_message(502, SARA, said.id)
    await bot.copy_message(502, SARA, shown.id, caption="بعد")
    copies = api.user(502).inbox
    assert [message.text for message in copies] == ["سؤال", "بعد"]
    assert all(message.json()["from"] == api.world.bot for message in copies)
    with refused("message to copy not found"):
        await bot.copy_message(502, SARA, 99)


async def test_reactions_actions_and_commands(bot: Bot, api: BotApi, sara: User) -> None:
    said = await sara.say("شكرًا")
    await bot.set_message_reaction(SARA, said.id, "👍")
    assert said.reactions == ["👍"]
    with refused("REACTION_INVALID"):
        await bot.set_message_reaction(SARA, said.id, "✅")
    await bot.send_chat_action(SARA, "typing")
    assert sara.private.actions == ["typing"]
    start = BotCommand("start", "ابدأ")
    await bot.set_my_commands([start], language_code="ar")
    assert await bot.get_my_commands(language_code="ar") == (start,)
    assert await bot.get_my_commands() == ()
    with refused("BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand("ابدأ", "x")])
    with refused("command description must be non-empty"):
        await bot.set_my_commands([BotCommand("start", " ")])
    with refused("command description length must not exceed 256"):
        await bot.set_my_commands([BotCommand("start", "ا" * 257)])
    with refused("BOT_COMMANDS_TOO_MUCH"):
        await bot.set_my_commands([start] * 101)
    with refused("invalid language code specified"):
        await bot.set_my_commands([start], language_code="ara")
    scope = BotCommandScopeChat(SARA)
    await bot.set_my_commands([start], scope=scope)
    assert await bot.get_my_commands(scope) == (start,)
    with refused("chat not found"):
        await bot.set_my_commands([start], scope=BotCommandScopeChat(999))


async def test_who_cannot_be_written_to(bot: Bot, api: BotApi, sara: User) -> None:
    nora = api.user(502, "نورة")
    with refused("bot can't initiate conversation with a user", Forbidden):
        await bot.send_message(502, "x")
    with refused("chat not found"):
        await bot.send_message(999, "x")
    await nora.say("/start")
    await nora.block()
    with refused("bot was blocked by the user", Forbidden):
        await bot.send_message(502, "x")
    await nora.unblock()
    await bot.send_message(502, "x")
    _, gone, back = await updates(bot)
    assert gone["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
    nora.deactivate()
    with refused("user is deactivated", Forbidden):
        await bot.send_message(502, "x")


async def test_wrong_tokens_and_methods(api: BotApi, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")
    for token, words in (("123456:OTHER", "Unauthorized"), ("nonsense", "Not Found")):
        wrong = Bot(token, f"{api.url}/bot", request=bot.request)
        with refused(words, InvalidToken):
            await wrong.get_me()
