"""Status callbacks come when they are told to, in any order."""

from __future__ import annotations

from tests.fakes.test_twilio.ours import PUBLIC, Ours, send
from tests.fakes.twilio import TwilioApi, User


async def test_callbacks_come_as_told_in_any_order(api: TwilioApi, ours: Ours, noura: User) -> None:
    await noura.say("مرحبا")
    _, answer = await send(
        api, noura, Body="x", StatusCallback=f"{PUBLIC}/whatsapp/status?m=1#rc=3&rp=all"
    )
    for status in ("read", "delivered", "delivered", "sent"):
        assert await api.report(answer["sid"], status) == 200
    callbacks = ours.posts[1:]
    assert [arrived.form["MessageStatus"] for arrived in callbacks] == [
        "read",
        "delivered",
        "delivered",
        "sent",
    ]
    assert all(arrived.genuine for arrived in callbacks)
    assert {arrived.path for arrived in callbacks} == {"/whatsapp/status?m=1"}
    assert callbacks[0].form["EventType"] == "READ"
    assert api.messages[answer["sid"]].status == "read"


async def test_failures_carry_their_code(api: TwilioApi, ours: Ours, noura: User) -> None:
    await send(api, noura, Body="x", StatusCallback=f"{PUBLIC}/whatsapp/status")
    await api.settle()
    form = ours.posts[0].form
    assert (form["MessageStatus"], form["ErrorCode"]) == ("failed", "63016")
    assert await api.report(api.sent[0].sid, "delivered", signature="forged") == 200
    assert not ours.posts[1].genuine


async def test_an_unknown_message_can_be_reported(api: TwilioApi, ours: Ours) -> None:
    api.status_url = f"{PUBLIC}/whatsapp/status"
    await api.report("SM" + "f" * 32, "delivered")
    assert ours.posts[0].form["MessageSid"] == "SM" + "f" * 32
