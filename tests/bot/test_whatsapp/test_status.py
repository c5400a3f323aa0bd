"""Status callbacks become reports: any order, any number, each with its own id."""

from __future__ import annotations

import pytest

from bot.channels.channel import Sent
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_inbound import reported
from bot.update import Report
from tests.bot.test_whatsapp.ours import NUMBER, STATUS, Ours
from tests.fakes.twilio import TwilioApi, User

pytestmark = pytest.mark.usefixtures("listening")

PATH = "/whatsapp/status"


async def test_what_becomes_of_a_message_is_reported(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    sent = await channel.send(ours.outgoing(noura))
    assert isinstance(sent, Sent)
    sid = str(sent.external)
    assert api.messages[sid].callback == f"{STATUS}#rc=3&rp=all"
    for status in ("delivered", "queued", "sent", "read", "sending", "read"):
        assert await api.report(sid, status) == 204
    assert ours.reports == [
        Report(sid, "delivered"),
        Report(sid, "sent"),
        Report(sid, "read"),
        Report(sid, "read"),
    ]
    ids = [f"status:{sid}:{status}" for status in ("delivered", "sent", "read", "read")]
    assert [update.id for update in ours.taken] == ids
    assert {(update.channel, update.account) for update in ours.taken} == {("whatsapp", NUMBER)}


async def test_a_message_that_nobody_knows_is_reported_too(
    api: TwilioApi, ours: Ours, channel: WhatsApp
) -> None:
    api.status_url = STATUS
    assert await api.report("SM" + "9" * 32, "sent") == 204
    assert ours.reports == [Report("SM" + "9" * 32, "sent")]


async def test_a_forged_report_is_refused(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura))
    sid = api.sent[0].sid
    assert await api.report(sid, "failed", 63024, signature="forged") == 403
    assert await api.report(sid, "failed", 63024, signature="missing") == 403
    assert ours.reports == []


@pytest.mark.parametrize(
    ("code", "status", "reason", "unreachable"),
    [
        (63016, "parked", "window", False),
        (63024, "failed", "unknown_number", True),
        (63003, "failed", "unknown_number", True),
        (21211, "failed", "unknown_number", True),
        (63014, "failed", "blocked", True),
        (21610, "failed", "blocked", True),
        (63012, "failed", "provider_63012", False),
        (30500, "failed", "provider_30500", False),
        (63018, "failed", "throttled_63018", False),
        (63021, "failed", "content_63021", False),
        (63041, "failed", "content_63041", False),
        (63049, "failed", "withheld_63049", False),
        (63015, "failed", "sandbox_63015", False),
        (63112, "failed", "sender_63112", False),
        (30008, "failed", "refused_30008", False),
        (None, "failed", "refused", False),
    ],
)
def test_a_failure_says_why(code: int | None, status: str, reason: str, unreachable: bool) -> None:
    error = {} if code is None else {"ErrorCode": str(code)}
    for said in ("failed", "undelivered"):
        update = reported({"MessageSid": "SM1", "MessageStatus": said, **error}, NUMBER, b"raw")
        assert update is not None
        assert update.id == f"status:SM1:{said}"
        assert isinstance(update.what, Report)
        assert (update.what.message, update.what.status) == ("SM1", status)
        assert (update.what.reason, update.what.unreachable) == (reason, unreachable)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"MessageSid": "SM1"},
        {"MessageStatus": "sent"},
        {"MessageSid": "SM1", "MessageStatus": "accepted"},
        {"MessageSid": "SM1", "MessageStatus": "نجح"},
    ],
)
async def test_what_tells_us_nothing_is_acknowledged(
    ours: Ours, channel: WhatsApp, form: dict[str, str]
) -> None:
    assert ((await ours.post_signed(PATH, form))[0], ours.taken) == (204, [])


async def test_a_report_that_could_not_be_taken_is_asked_for_again(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura))
    ours.trouble = [OSError("disk full")]
    assert await api.report(api.sent[0].sid, "sent") == 503


async def test_the_fakes_fates_are_understood(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    """Twilio accepts these sends and tells the truth later."""
    nobody = api.user("+966559999999")
    del api.users[nobody.address]
    late = api.user("+966558888888")  # never wrote, whatever we believe
    for user in (nobody, late):
        assert isinstance(await channel.send(ours.outgoing(user)), Sent)
    noura.block()
    assert isinstance(await channel.send(ours.outgoing(noura)), Sent)
    await api.settle()
    assert [(r.status, r.reason, r.unreachable) for r in ours.reports] == [
        ("failed", "unknown_number", True),
        ("parked", "window", False),
        ("failed", "blocked", True),
    ]
