"""Only Twilio is listened to, at the address it knows, and whatever it says is survived."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from twilio.request_validator import HMAC_SHA256, RequestValidator

from flows.events import Said
from tests.bot.test_whatsapp.ours import PUBLIC, TOKEN, Ours
from tests.fakes.twilio import FORGED, UNSIGNED, Delivery, User
from tests.serve import served

pytestmark = pytest.mark.usefixtures("listening")

PATH = "/whatsapp/webhook"
PATHS = (PATH, "/whatsapp/status")
FORM = {"MessageSid": "SM1", "From": "whatsapp:+966551234567", "Body": "مرحبا"}
NAMES = (
    *("MessageSid", "From", "ExternalUserId", "WaId", "Body", "ButtonPayload", "ButtonText"),
    *("ListId", "ListTitle", "MediaUrl0", "MediaUrl1", "MediaContentType0", "MessageType"),
    *("Latitude", "NumMedia", "MessageStatus", "ErrorCode", "EventType"),
)
words = st.one_of(
    st.text(max_size=20),
    st.sampled_from(("whatsapp:+966551234567", "sent", "failed", "1:yes", "63016", "image/png")),
)
forms = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), words), words), max_size=12)
over_http = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def sign(url: str, form: dict[str, str], algorithm: str | None = None) -> dict[str, str]:
    return {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, form, algorithm)}


@pytest.mark.parametrize("delivery", [FORGED, UNSIGNED])
async def test_a_stranger_is_not_listened_to(ours: Ours, noura: User, delivery: Delivery) -> None:
    message = await noura.say("من يكتب؟", delivery)
    assert (message.answers, ours.taken) == ([403], [])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "x"}])
async def test_both_addresses_want_a_signature(
    ours: Ours, path: str, headers: dict[str, str]
) -> None:
    form = {**FORM, "MessageStatus": "sent"}
    assert (await ours.post(path, urlencode(form).encode(), headers))[0] == 403
    assert ours.taken == []
    assert (await ours.post_signed(path, form))[0] == 204
    assert len(ours.taken) == 1


async def test_empty_parameters_are_signed_too(ours: Ours) -> None:
    form = {**FORM, "ParentExternalUserId": "", "Label": ""}
    status, _ = await ours.post_signed(PATH, form)
    assert (status, ours.events) == (204, [Said("مرحبا")])


async def test_a_changed_parameter_is_noticed(ours: Ours) -> None:
    headers = sign(f"{PUBLIC}{PATH}", FORM)
    for changed in ({**FORM, "Body": "وداعا"}, {**FORM, "Extra": ""}, {"MessageSid": "SM1"}):
        assert (await ours.post(PATH, urlencode(changed).encode(), headers))[0] == 403


async def test_the_query_is_signed(ours: Ours) -> None:
    assert (await ours.post_signed(f"{PATH}?line=1&empty=", FORM))[0] == 204
    headers = sign(f"{PUBLIC}{PATH}", FORM)
    assert (await ours.post(f"{PATH}?line=1", urlencode(FORM).encode(), headers))[0] == 403


@pytest.mark.parametrize("url", [f"{PUBLIC}:443{PATH}", f"{PUBLIC}{PATH}"])
async def test_the_port_may_be_written_out(ours: Ours, url: str) -> None:
    assert (await ours.post(PATH, urlencode(FORM).encode(), sign(url, FORM)))[0] == 204


async def test_where_we_listen_is_not_our_address(ours: Ours) -> None:
    assert (await ours.post_signed(PATH, FORM, public=ours.url))[0] == 403


async def test_without_a_public_address_it_is(ours: Ours) -> None:
    routes = ours.channel(public_url=None).routes()
    async with served(Starlette(routes=routes)) as ours.url:
        assert (await ours.post_signed(PATH, FORM, public=ours.url))[0] == 204
        assert (await ours.post_signed(PATH, FORM))[0] == 403
        for host in ("x:99999", "x:y", "[", ""):
            headers = {"Host": host, **sign(f"http://{host}{PATH}", FORM)}
            status, _ = await ours.post(PATH, urlencode(FORM).encode(), headers)
            assert status in {204, 403, 400}, host


async def test_a_query_that_is_no_text_is_refused(ours: Ours) -> None:
    host, _, port = ours.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = b"Host: x\r\nX-Twilio-Signature: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    writer.write(b"POST " + PATH.encode() + b"?\xff\xfe HTTP/1.1\r\n" + head)
    answer = await reader.read()
    writer.close()
    assert answer.split()[1] in {b"400", b"403"}


async def test_a_shared_keys_signature_is_read(ours: Ours) -> None:
    settings_ = {"X-Twilio-Webhooks-Signature-Settings": "key=k1,algorithm=HMAC_SHA256"}
    signed = sign(f"{PUBLIC}{PATH}", FORM, HMAC_SHA256)
    body = urlencode(FORM).encode()
    assert (await ours.post(PATH, body, {**signed, **settings_}))[0] == 204
    assert (await ours.post(PATH, body, signed))[0] == 403
    assert (await ours.post(PATH, body, {**sign(f"{PUBLIC}{PATH}", FORM), **settings_}))[0] == 403


async def test_an_unknown_algorithm_is_refused(ours: Ours) -> None:
    named = {"X-Twilio-Webhooks-Signature-Settings": "key=k1,algorithm=HMAC_MD5"}
    headers = {**sign(f"{PUBLIC}{PATH}", FORM), **named}
    assert (await ours.post(PATH, urlencode(FORM).encode(), headers))[0] == 403


@over_http
@given(path=st.sampled_from(PATHS), pairs=forms)
async def test_any_signed_form_is_acknowledged(
    ours: Ours, path: str, pairs: list[tuple[str, str]]
) -> None:
    status, _ = await ours.post_signed(path, dict(pairs))
    assert status == 204


@over_http
@given(
    path=st.sampled_from(PATHS), body=st.binary(max_size=200), type_=st.text("a/-;=", max_size=9)
)
async def test_any_other_body_is_refused_or_acknowledged(
    ours: Ours, path: str, body: bytes, type_: str
) -> None:
    assert (await ours.post(path, body, {"Content-Type": type_}))[0] == 403
    form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    headers = {"Content-Type": type_, **sign(PUBLIC + path, form)}
    assert (await ours.post(path, body, headers))[0] in {204, 403}  # repeated names sign otherwise


async def test_a_repeated_parameter_is_signed_once_for_each_value(ours: Ours) -> None:
    body = urlencode([*FORM.items(), ("Tag", "b"), ("Tag", "a")]).encode()
    signed = sign(f"{PUBLIC}{PATH}Body{FORM['Body']}From{FORM['From']}MessageSidSM1TagaTagb", {})
    assert (await ours.post(PATH, body, signed))[0] == 204
