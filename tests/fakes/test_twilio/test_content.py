"""Contents keep their limits, and WhatsApp approves only what it would."""

from __future__ import annotations

from typing import Any

import pytest
from twilio.rest import Client

from tests.fakes.test_twilio.ours import approve, choices, create, post
from tests.fakes.twilio import TwilioApi


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("text", {"body": ""}, 20001),
        ("text", {"body": "ا" * 1601}, 20001),
        ("text", {"body": "{{}} مرحبا"}, 20001),
        ("text", {"body": "{{two words}}"}, 20001),
        ("quick-reply", {"body": "اختر"}, 20001),
        ("quick-reply", {"body": "ا" * 1025, "actions": choices(1)}, 20001),
        ("quick-reply", {"body": "اختر", "actions": choices(11)}, 20001),
        ("quick-reply", {"body": "اختر", "actions": choices(1) * 2}, 20001),
        ("quick-reply", {"body": "اختر", "actions": [{"title": "ا" * 21, "id": "1"}]}, 20001),
        ("quick-reply", {"body": "اختر", "actions": [{"title": "ا", "id": "1" * 201}]}, 20001),
        ("list-picker", {"body": "اختر", "items": [{"item": "ا", "id": "1"}]}, 20001),
        (
            "list-picker",
            {"body": "اختر", "button": "ا" * 21, "items": [{"item": "ا", "id": "1"}]},
            20001,
        ),
        (
            "list-picker",
            {"body": "اختر", "button": "ا", "items": [{"item": "ا" * 25, "id": "1"}]},
            20001,
        ),
        (
            "list-picker",
            {
                "body": "اختر",
                "button": "ا",
                "items": [{"item": "ا", "id": "1", "description": "ا" * 73}],
            },
            20001,
        ),
        ("carousel", {"body": "x"}, 20001),
    ],
)
async def test_a_bad_content_is_refused(
    api: TwilioApi, kind: str, fields: dict[str, Any], code: int
) -> None:
    data = {"friendly_name": "a", "language": "ar", "types": {f"twilio/{kind}": fields}}
    status, answer = await post(api, "/v1/Content", json=data)
    assert (status, answer["code"]) == (400, code)
    assert not api.contents


@pytest.mark.parametrize(
    ("variables", "code"), [({"1": 5}, 92007), ({str(n): "x" for n in range(101)}, 92002)]
)
async def test_bad_samples_are_refused(api: TwilioApi, variables: Any, code: int) -> None:
    types = {"twilio/text": {"body": "مرحبا"}}
    data = {"friendly_name": "a", "language": "ar", "variables": variables, "types": types}
    status, answer = await post(api, "/v1/Content", json=data)
    assert (status, answer["code"]) == (400, code)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{{1}} أهلًا بك في الجمعية", "starts or ends"),
        ("أهلًا بك في الجمعية يا {{1}}.", "starts or ends"),
        ("أهلًا بك يا {{1}} {{2}} في الجمعية الخيرية بمكة", "adjacent"),
        ("أهلًا بك يا {{1}} ثم {{3}} في الجمعية الخيرية بمكة", "skipped"),
        ("أهلًا {{1}} بك", "few words"),
        ("أهلًا بك    في الجمعية", "spaces"),
        ("أهلًا بك يا {{4}} في الجمعية الخيرية", "skipped"),
        ("أهلًا بك يا {{name}} في الجمعية الخيرية", "sample"),
    ],
)
async def test_a_hopeless_template_is_rejected_at_once(
    api: TwilioApi, body: str, reason: str
) -> None:
    sid = await create(api, "text", {"1": "نورة", "2": "علي", "3": "سارة"}, body=body)
    path = f"/v1/Content/{sid}/ApprovalRequests/whatsapp"
    status, answer = await post(api, path, json={"name": "hello", "category": "UTILITY"})
    assert (status, answer["status"]) == (201, "rejected")
    assert reason in answer["rejection_reason"]
    with pytest.raises(AssertionError):
        api.review(sid, "approved")


async def test_some_submissions_never_reach_whatsapp(api: TwilioApi) -> None:
    picker = await create(
        api, "list-picker", {}, body="اختر", button="ا", items=[{"item": "ا", "id": "1"}]
    )
    text = await create(api, "text", {}, body="أهلًا بك")
    again = await create(api, "text", {}, body="أهلًا بك في الجمعية")
    good = {"name": "hello", "category": "UTILITY"}
    for sid, data, status in (
        (picker, good, 400),
        (text, {**good, "name": "Hello"}, 400),
        (text, {**good, "category": "utility"}, 400),
        (text, good, 201),
        (text, {**good, "name": "hello_2"}, 400),
        (again, good, 400),
        ("HX" + "0" * 32, good, 404),
    ):
        path = f"/v1/Content/{sid}/ApprovalRequests/whatsapp"
        assert (await post(api, path, json=data))[0] == status, data


async def test_contents_are_listed_with_their_approvals(api: TwilioApi, twilio: Client) -> None:
    fresh = await create(api, "text", {}, body="أهلًا")
    known = await create(api, "text", {}, body="أهلًا بك")
    await approve(api, known)
    found = await twilio.content.v1.content_and_approvals.list_async()
    statuses = {row.sid: (row.approval_requests or {})["status"] for row in found}
    assert statuses == {fresh: "unsubmitted", known: "approved"}
