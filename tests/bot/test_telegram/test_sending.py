"""What people get: texts, options as buttons, the button that shares their number, changes."""

from __future__ import annotations

import pytest

from bot.body import Body, Choice, File
from bot.channels.channel import Failed, Provided, Sent, Unknown
from bot.channels.telegram import Telegram
from bot.channels.telegram_people import cut
from tests.bot.test_telegram.ours import NOURA, choices, outgoing
from tests.fakes.botapi import BotApi, User
from tests.fakes.botapi.formatting import units
from tests.fakes.botapi.schema import Upload
from tests.replacing import replace

SHARE = "مشاركة رقمي"


async def test_a_text_goes_out_as_it_is(sending: Telegram, api: BotApi, noura: User) -> None:
    text = "أهلًا <b>بك</b> & مرحبًا_بك *هنا* https://tasami.example"
    receipt = await sending.send(outgoing(text=text))
    assert receipt == Sent(str(noura.last.id))
    assert (noura.last.text, noura.last.content.get("entities")) == (text, None)
    [call] = api.called("sendMessage")
    assert call.parameters["link_preview_options"] == {"is_disabled": True}


async def test_an_officer_is_seen_to_write_after_the_words_that_say_so(
    sending: Telegram, api: BotApi, noura: User
) -> None:
    await sending.send(outgoing(text="أهلًا"))
    assert not api.called("sendChatAction")
    sent = await sending.send(outgoing(text="معك سارة", typing=True))
    assert sent == Sent(str(noura.last.id))
    [shown] = await api.until(lambda: api.called("sendChatAction"))
    assert shown.parameters == {"chat_id": noura.id, "action": "typing"}


async def test_an_officer_is_seen_to_write_once_for_each_of_their_lines(
    sending: Telegram, api: BotApi, noura: User
) -> None:
    """Not for one that goes out again, nor for a change; and whatever Telegram says to that."""
    api.fail("sendChatAction", 500, times=1)
    said = outgoing(text="أهلًا", name="سارة")
    assert isinstance(await sending.send(said), Sent)
    await api.until(lambda: len(api.called("sendChatAction")) == 1)
    await sending.send(replace(said, repeated=True))
    await sending.send(replace(said, act="edit", target=str(noura.last.id)))
    await sending.send(outgoing(text="هل من جديد؟", name="سارة"))
    await api.until(lambda: len(api.called("sendChatAction")) == 2)
    await sending._manners.courtesies.close()
    assert len(api.called("sendChatAction")) == 2
    assert noura.last.text.endswith("هل من جديد؟")


async def test_options_stand_one_below_the_other(sending: Telegram, noura: User) -> None:
    await sending.send(outgoing(text="أي خدمة؟", options=choices("تدريب", "استشارة"), prompt=12))
    assert [[(b.text, b.data) for b in row] for row in noura.last.rows] == [
        [("تدريب", "12:a")],
        [("استشارة", "12:b")],
    ]


async def test_a_long_label_is_cut_to_what_a_button_shows(sending: Telegram, noura: User) -> None:
    await sending.send(outgoing(text="أي خدمة؟", options=choices("ب" * 90)))
    assert noura.last.labels == ["ب" * 60]


@pytest.mark.parametrize(
    "options",
    [
        choices(*["خيار"] * 24) + tuple(Choice(f"n{n}", "خيار", n) for n in range(77)),
        (Choice("x" * 63, "خيار", 1),),
        (Choice("نعم", "خيار", 1),),
    ],
    ids=["too many", "too long", "not ASCII"],
)
async def test_options_that_cannot_be_buttons_are_numbered(
    sending: Telegram, noura: User, options: tuple[Choice, ...]
) -> None:
    assert isinstance(await sending.send(outgoing(text="أي خدمة؟", options=options)), Sent)
    assert (noura.last.buttons, "1) خيار" in noura.last.text) == ([], True)


async def test_a_button_holds_the_longest_option_there_may_be(
    sending: Telegram, noura: User
) -> None:
    longest = Choice("x" * 40, "خيار", 1)
    await sending.send(outgoing(text="أي خدمة؟", options=(longest,), prompt=999_999_999))
    assert noura.last.buttons[0].data == f"999999999:{longest.id}"


async def test_an_officer_speaks_under_their_alias(sending: Telegram, noura: User) -> None:
    await sending.send(outgoing(text="كيف نساعدك؟", name="سارة"))
    assert noura.last.text == "سارة:\nكيف نساعدك؟"


@pytest.mark.parametrize("filler", ["كلمة ", "سطر\n", "ب", "🌴"])
async def test_what_is_too_long_comes_in_parts(sending: Telegram, noura: User, filler: str) -> None:
    text = (filler * 6000).strip()
    receipt = await sending.send(outgoing(text=text, name="سارة", options=choices("نعم")))
    assert receipt == Sent(str(noura.last.id))
    assert [bool(m.buttons) for m in noura.inbox] == [False] * (len(noura.inbox) - 1) + [True]
    said = "".join("".join(m.text.split()) for m in noura.inbox)
    assert said == "سارة:" + "".join(text.split())


@pytest.mark.parametrize("text", ["", "x", "x" * 10, "x" * 11, "🌴" * 11, "a b " * 9, "\n" * 30])
def test_every_part_fits(text: str) -> None:
    parts = cut(text, 10)
    assert parts
    assert all(units(part) <= 10 for part in parts if text.strip())
    assert "".join("".join(parts).split()) == "".join(text.split())


# ------------------------------------------------------------------ the number
async def test_a_number_is_asked_for_with_its_own_button(sending: Telegram, noura: User) -> None:
    await sending.send(outgoing(text="ما رقم الجوال؟", wants="contact", options=choices("تخطٍّ")))
    assert [(b.text, b.asks_contact) for b in noura.last.buttons] == [
        (SHARE, True),
        ("تخطٍّ", False),
    ]
    assert noura.last.markup is not None
    assert noura.last.markup["one_time_keyboard"]


async def test_the_button_goes_with_the_next_message(sending: Telegram, noura: User) -> None:
    await sending.send(outgoing(text="ما رقم الجوال؟", wants="contact"))
    await sending.send(outgoing(text="شكرًا"))
    assert noura.last.markup == {"remove_keyboard": True}
    await sending.send(outgoing(text="وصلنا الرقم"))
    assert noura.last.markup is None


async def test_the_button_goes_before_a_message_with_buttons_of_its_own(
    sending: Telegram, noura: User
) -> None:
    await sending.send(outgoing(text="ما رقم الجوال؟", wants="contact"))
    await sending.send(outgoing(text="أي مدينة؟", options=choices("الخبر")))
    _, remover, question = noura.inbox
    assert (remover.markup, remover.deleted) == ({"remove_keyboard": True}, True)
    assert (question.text, question.labels) == ("أي مدينة؟", ["الخبر"])
    await sending.send(outgoing(text="أي حي؟", options=choices("الثقبة")))
    assert len(noura.inbox) == 4


async def test_the_question_matters_more_than_the_button(
    sending: Telegram, api: BotApi, noura: User
) -> None:
    await sending.send(outgoing(text="ما رقم الجوال؟", wants="contact"))
    api.fail("sendMessage", 502)
    assert isinstance(await sending.send(outgoing(text="أين؟", options=choices("الخبر"))), Sent)
    assert noura.last.labels == ["الخبر"]


# ------------------------------------------------------------------ changes
async def test_a_message_is_edited(sending: Telegram, noura: User) -> None:
    sent = await sending.send(outgoing(text="الأول", options=choices("نعم")))
    assert isinstance(sent, Sent)
    assert await sending.send(outgoing("edit", text="الثاني", target=sent.external)) == sent
    assert (noura.last.text, noura.last.earlier, noura.last.buttons) == ("الثاني", ["الأول"], [])
    again = await sending.send(outgoing("edit", text="الثاني", target=sent.external))
    assert again == sent  # Telegram says that nothing changed


@pytest.mark.parametrize("target", [None, "4444"])
async def test_an_edit_of_what_is_not_there_is_posted(
    sending: Telegram, noura: User, target: str | None
) -> None:
    receipt = await sending.send(outgoing("edit", text="الثاني", target=target))
    assert (receipt, noura.last.text) == (Sent(str(noura.last.id)), "الثاني")


async def test_a_message_is_deleted_once(sending: Telegram, noura: User) -> None:
    sent = await sending.send(outgoing(text="خطأ"))
    assert isinstance(sent, Sent)
    for _ in range(2):
        assert await sending.send(outgoing("delete", target=sent.external)) == sent
    assert noura.inbox[0].deleted
    assert await sending.send(outgoing("delete")) == Sent()


async def test_a_message_gets_a_reaction(sending: Telegram, noura: User) -> None:
    said = await noura.say("شكرا")
    receipt = await sending.send(outgoing("react", emoji="👌", target=str(said.id)))
    assert (receipt, said.reactions) == (Sent(str(said.id)), ["👌"])
    assert await sending.send(outgoing("react", emoji="👌")) == Failed("nothing_to_do")


async def test_acts_of_a_room_are_nothing_for_a_person(sending: Telegram, noura: User) -> None:
    assert await sending.send(outgoing("close_topic")) == Failed("nothing_to_do")


async def test_telegram_cannot_be_asked_what_it_sent(sending: Telegram) -> None:
    channel: Provided = sending
    assert await channel.find(outgoing(text="أهلًا", to=str(NOURA))) is None


@pytest.mark.parametrize("missing", [1, 2])
async def test_an_album_of_which_telegram_tells_too_little_is_in_doubt(
    sending: Telegram, api: BotApi, noura: User, missing: int
) -> None:
    handles = [api.world.files.keep("photo", Upload("", b"a photo", "x/y")).id for _ in range(2)]
    first, second = (Body(file=File("image", one, "telegram")) for one in handles)
    said = replace(outgoing(), body=first, along=(second,))
    assert await sending.send(said) == Sent(str(noura.inbox[0].id), along=(str(noura.inbox[1].id),))
    told = [message.json() for message in noura.inbox][missing:]
    api.fail("sendMediaGroup", 200, body={"ok": True, "result": told})
    assert await sending.send(said) == Unknown("garbled")
