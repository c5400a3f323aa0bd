"""Plain words go out while the window is open; what became of each send is told, never raised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from urllib.parse import parse_qsl

import pytest

from bot.body import Quote
from bot.channels.channel import Channel, Failed, Later, Parked, Receipt, Sent, Unknown
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_errors import BREATH, REPAIR
from bot.transport import twilio as transport
from storage import messages, people
from storage.messages import Incoming
from tests.bot.test_whatsapp.ours import ACCOUNT, NUMBER, SENDS, STATUS, TOKEN, Ours, choices
from tests.clock import FakeClock
from tests.fakes.twilio import LOST, TwilioApi, User
from tests.fakes.twilio.rest import Call
from tests.replacing import replace
from tests.wire import answer, holding, listening


def test_it_is_a_channel(channel: WhatsApp) -> None:
    of_protocol: Channel = channel
    assert (of_protocol.name, of_protocol.account) == ("whatsapp", NUMBER)
    assert of_protocol.capabilities.window == timedelta(hours=24)


async def test_words_arrive(api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User) -> None:
    receipt = await channel.send(ours.outgoing(noura, "أهلًا بك & مرحبًا\n\n١٠٠٪"))
    [message] = noura.inbox
    assert receipt == Sent(message.sid)
    assert (message.body, message.sender) == ("أهلًا بك & مرحبًا\n\n١٠٠٪", NUMBER)
    assert set(api.calls[-1].data) == {"To", "From", "Body", "StatusCallback"}


async def test_a_person_without_a_number_is_reached(
    api: TwilioApi, ours: Ours, channel: WhatsApp
) -> None:
    sara = api.user(external_id="SA.4566546130240823")
    await sara.say("مرحبا")
    assert isinstance(await channel.send(ours.outgoing(sara)), Sent)
    assert [message.body for message in sara.inbox] == ["أهلًا بك"]


async def test_without_a_public_address_nothing_is_reported(
    api: TwilioApi, ours: Ours, noura: User
) -> None:
    await ours.channel(public_url=None).send(ours.outgoing(noura))
    assert api.sent[0].callback == ""


@pytest.mark.parametrize("open_for", [None, timedelta(), timedelta(seconds=-1)])
async def test_a_closed_window_parks_without_asking(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, open_for: timedelta | None
) -> None:
    until = None if open_for is None else ours.clock.now() + open_for
    receipt = await channel.send(ours.outgoing(noura, window_until=until))
    assert (receipt, api.calls) == (Parked("window"), [])


async def test_the_window_closes_by_the_clock(
    ours: Ours, channel: WhatsApp, noura: User, clock: FakeClock
) -> None:
    line = ours.outgoing(noura)
    clock.advance(timedelta(hours=23, minutes=59))
    assert isinstance(await channel.send(line), Sent)
    clock.advance(timedelta(minutes=1))
    assert await channel.send(line) == Parked("window")


async def test_an_edit_is_a_new_message(ours: Ours, channel: WhatsApp, noura: User) -> None:
    first = await channel.send(ours.outgoing(noura, "الموعد الأحد"))
    assert isinstance(first, Sent)
    line = ours.outgoing(noura, "الموعد الاثنين", act="edit", target=first.external)
    assert isinstance(await channel.send(line), Sent)
    assert [message.body for message in noura.inbox] == ["الموعد الأحد", "الموعد الاثنين"]


@pytest.mark.parametrize("act", ["react", "open_topic"])
async def test_what_whatsapp_cannot_do_fails(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, act: str
) -> None:
    receipt = await channel.send(ours.outgoing(noura, act=act))
    assert (receipt, api.calls) == (Failed(f"cannot_{act}"), [])


async def test_an_officers_words_carry_their_name(
    ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura, "وعليكم السلام", name="سارة"))
    assert noura.inbox[0].body == "*سارة*\nوعليكم السلام"
    quote = Quote("SM1", "ردًا على: «السلام عليكم»")
    await channel.send(ours.outgoing(noura, "وعليكم السلام", name="سارة", quote=quote))
    assert noura.inbox[1].body == "*سارة*\nردًا على: «السلام عليكم»\nوعليكم السلام"


@pytest.mark.parametrize("is_known", [True, False])
async def test_an_officer_is_seen_to_write_in_answer_to_the_last_message(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, is_known: bool
) -> None:
    """Whatever Twilio says to that."""
    sid = (await noura.say("ابي موظف", LOST)).sid if is_known else "SMnone"
    async with ours.database.unit() as unit:
        address = await people.resolve(unit, "whatsapp", NUMBER, noura.address, ours.clock.now())
        said = Incoming("whatsapp", NUMBER, {}, "beneficiary", external=sid, address=address.id)
        messages.record(unit, said, ours.clock.now())
    asked = partial(called, api, "POST /v2/Indicators/Typing.json")
    typing = ours.outgoing(noura, "معك سارة", typing=True)
    assert isinstance(await channel.send(typing), Sent)
    await api.until(lambda: len(asked()) == 1)
    assert asked()[0].data == {"channel": "whatsapp", "messageId": sid}
    assert noura.inbox[-1].body == "معك سارة"
    line = ours.outgoing(noura, "أهلًا", name="سارة")
    assert isinstance(await channel.send(line), Sent)
    assert isinstance(await channel.send(replace(line, repeated=True)), Sent)
    parked = await channel.send(replace(line, window_until=ours.clock.now()))
    assert isinstance(parked, Parked)
    await channel.close()
    assert len(asked()) == 2, "once for a line, and before it goes: not for one that stays"


def called(api: TwilioApi, what: str) -> list[Call]:
    return [call for call in api.calls if str(call) == what]


async def test_nothing_to_say_is_not_sent(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    assert await channel.send(ours.outgoing(noura, " ")) == Failed("no_words")
    assert api.calls == []


async def test_long_words_are_cut_between_words(ours: Ours, channel: WhatsApp, noura: User) -> None:
    words = " ".join(f"كلمة{number}" for number in range(600))
    receipt = await channel.send(ours.outgoing(noura, words))
    assert " ".join(message.body for message in noura.inbox) == words
    assert all(len(message.body) <= 1600 for message in noura.inbox)
    assert receipt == Sent(noura.inbox[-1].sid)


async def test_options_that_do_not_fit_below_follow(
    ours: Ours, channel: WhatsApp, noura: User
) -> None:
    options = choices("نعم", "لا")
    await channel.send(ours.outgoing(noura, "س" * 1595, options=options, prompt=1))
    assert [message.body for message in noura.inbox] == ["س" * 1595, "\u200f1) نعم\n\u200f2) لا"]


async def test_the_rest_does_not_follow_what_was_refused(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    api.fail(SENDS, 429)
    assert await channel.send(ours.outgoing(noura, "كلمة " * 700)) == Later("busy_20429")
    assert noura.inbox == []


REFUSALS: Sequence[tuple[int, int, Receipt]] = (
    (429, 20429, Later("busy_20429")),
    (429, 77777, Later("busy_77777")),
    *(
        (status, code, Later(f"throttled_{code}", BREATH, everyone=True))
        for status, code in ((429, 63018), (400, 63017), (400, 30001), (400, 21611))
    ),
    *((400, code, Later(f"provider_{code}")) for code in (63012, 30500)),
    (400, 63016, Parked("window")),
    *((400, c, Failed("unknown_number", unreachable=True)) for c in (63024, 63003, 21211)),
    *((400, c, Failed("blocked", unreachable=True)) for c in (63014, 21610)),
    *(
        (400, code, Failed(f"content_{code}"))
        for code in (21654, 21655, 21656, 63005, 63013, 63021, 63040, 63041, 63042)
    ),
    *((400, code, Failed(f"content_{code}")) for code in (92002, 92007)),
    *((400, code, Failed(f"withheld_{code}")) for code in (63032, 63033, 63049)),
    (400, 63015, Failed("sandbox_63015")),
    *((400, code, Failed(f"sender_{code}")) for code in (63001, 63007, 63020, 63051, 63112)),
    (401, 20003, Later("credentials_20003", REPAIR, everyone=True)),
    (403, 20403, Later("credentials_20403", REPAIR, everyone=True)),
    (400, 21617, Failed("refused_21617")),
    (404, 20404, Failed("refused_20404")),
    (408, 20408, Unknown("uncertain_20408")),
    (500, 20500, Unknown("trouble_20500", answered=True)),
    (503, 20503, Unknown("trouble_20503", answered=True)),
    (500, 63016, Unknown("trouble_63016", answered=True)),
)


async def test_every_refusal_has_its_receipt(api: TwilioApi, ours: Ours) -> None:
    channel, noura = ours.channel(), api.user("+966551234567")
    for status, code, expected in REFUSALS:
        asked = len(api.calls)
        api.fail(SENDS, status, code)
        assert (code, await channel.send(ours.outgoing(noura))) == (code, expected)
        assert len(api.calls) == asked + 1


async def test_a_wrong_token_waits_for_repair(api: TwilioApi, ours: Ours, noura: User) -> None:
    ours.twilio = transport.client(ACCOUNT, "another token", api.url)
    wrong = ours.channel()
    receipt = await wrong.send(ours.outgoing(noura))
    assert receipt == Later("credentials_20003", REPAIR, everyone=True)
    await wrong.close()


async def test_what_an_administrator_must_see_is_logged(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, capfd: pytest.CaptureFixture[str]
) -> None:
    api.fail(SENDS, 400, 63112, message="+966551234567 سري")
    await channel.send(ours.outgoing(noura, "سري"))
    written = "".join(capfd.readouterr())
    assert "whatsapp_needs_an_administrator" in written
    assert "63112" in written
    assert "966551234567" not in written
    assert "سري" not in written


async def test_what_was_never_connected_is_tried_later(
    ours: Ours, noura: User, unused_tcp_port: int
) -> None:
    ours.twilio = transport.client(ACCOUNT, TOKEN, f"http://127.0.0.1:{unused_tcp_port}")
    lonely = ours.channel()
    assert await lonely.send(ours.outgoing(noura)) == Later("not_connected")
    await lonely.close()


async def test_what_got_no_answer_is_unknown(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    api.drop(SENDS)
    assert await channel.send(ours.outgoing(noura)) == Unknown("no_answer")
    api.garble(SENDS, 201)
    assert await channel.send(ours.outgoing(noura)) == Unknown("no_answer")
    api.garble(SENDS, 502)
    assert await channel.send(ours.outgoing(noura)) == Unknown("trouble_502", answered=True)
    assert len(noura.inbox) == 1


NO_MESSAGE = ["[]", "{", "null", "{}", '"SM1"', '{"sid": 5}', "", "\udcff", "[" * 100_000]


@pytest.mark.parametrize("said", NO_MESSAGE, ids=lambda said: said[:9])
async def test_an_answer_nobody_can_read_is_unknown(ours: Ours, noura: User, said: str) -> None:
    raw = said.encode("utf-8", "surrogateescape")
    async with listening(holding(answer(raw, "201 Created"))) as wire:
        ours.twilio = transport.client(ACCOUNT, TOKEN, wire.url)
        channel = ours.channel()
        assert await channel.send(ours.outgoing(noura)) == Unknown("no_answer")
        await channel.close()


async def test_what_goes_out_is_what_the_library_would_send(ours: Ours, noura: User) -> None:
    """But for the order of the fields, and for headers that say who asks."""
    created = answer(b'{"sid":"SM1"}', "201 Created", "Content-Type: application/json")
    async with listening(holding(created)) as wire:
        ours.twilio = transport.client(ACCOUNT, TOKEN, wire.url)
        channel = ours.channel()
        text = "أهلًا & مرحبًا=١ +٪ ~ «x»\n🌴"
        assert await channel.send(ours.outgoing(noura, text)) == Sent("SM1")
        await channel.close()
        await ours.twilio.messages.create_async(
            to=noura.address, from_=NUMBER, body=text, status_callback=f"{STATUS}#rc=3&rp=all"
        )
        await transport.close(ours.twilio)
    prepared, librarys = wire.requests
    fields = [parse_qsl(body.decode(), strict_parsing=True) for body in wire.bodies]
    assert sorted(fields[0]) == sorted(fields[1])
    assert prepared.split()[1] == librarys.split()[1]
    for name in (b"Authorization", b"Content-Type", b"Accept", b"Content-Length"):
        pattern = rb"(?im)^%b: (.*?)\r$" % name
        assert re.findall(pattern, prepared) == re.findall(pattern, librarys), name
