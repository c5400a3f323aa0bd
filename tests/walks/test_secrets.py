"""What nobody should send is sent on every channel, and is nowhere afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.bot import kept
from tests.walks.stage import CHANNELS, Stage, stage

NUMBER = "1000000008"
CARD, CODE, IBAN = "4111111111111111", "482193", "SA2065000000200123456789"
HIDDEN = (CARD, CODE, IBAN[2:])
MARK = "a picture of an identity card"
PICTURE = b"\x89PNG\r\n\x1a\n" + MARK.encode()


@pytest.fixture
def logged() -> Iterator[list[object]]:
    with capture_logs() as lines:
        yield lines  # type: ignore[misc]  # lines are mappings, and are only searched


@pytest.fixture(params=CHANNELS)
async def there(
    request: pytest.FixtureRequest, tmp_path: Path, logged: list[object]
) -> AsyncIterator[Stage]:
    async with stage(request.param, tmp_path) as there:
        yield there


async def test_what_nobody_should_send_is_refused_and_kept_nowhere(
    there: Stage, tmp_path: Path, logged: list[object]
) -> None:
    noura, sara = there.person(), await there.officer()
    await noura.say("السلام عليكم", "وعليكم السلام")
    await noura.say("1", "هل لدينا موافقتك؟")
    for answer, question in (
        *(("1", "لمن هذا الطلب؟"), ("1", "ما البرنامج المطلوب؟"), ("1", "متصل بالعمل")),
        ("1", "ما رقم الهوية"),
    ):
        await noura.say(answer, question)
    await noura.show(PICTURE, "هذه صورة هويتي", "ما رقم الهوية")
    await noura.say(CARD, "رقم بطاقة مصرفية")
    await noura.say(f"حولوا على حساب أخي {IBAN}", "رقم حساب مصرفي لم نطلبه")
    await noura.say(f"وصلني رمز التحقق {CODE}", "رمز تحقق")
    await noura.say(NUMBER, "ما تاريخ انتهاء الهوية")
    await noura.say("مسؤول", "إلى مسؤول البرامج")
    [case] = await sara.references()
    await sara.claim(case)
    await noura.hears("الرسائل من الآن يكتبها موظف")
    await noura.say("بطاقتي ٤١١١ ١١١١ ١١١١ ١١١١", "رقم بطاقة مصرفية")
    await noura.say(f"والكود {CODE}", "رمز تحقق")
    assert await sara.refused(case, move="say", text=f"حوّل إلى البطاقة {CARD}")
    shown = await sara.lines(case)
    assert any("••••••••" in line["text"] for line in shown)
    assert not [line for line in noura.heard() if "لم يتضح" in line]
    nowhere(there, tmp_path, shown, logged)


def nowhere(there: Stage, folder: Path, shown: object, logged: object) -> None:
    """Neither in what is stored, opened or as it lies there, nor said, shown or logged."""
    url = there.app.settings.database_url
    stored = list(kept.everything(there.app.database, url))
    assert NUMBER in "".join(kept.digits(value) for _, value in stored), "what is asked for is kept"
    for where, text in (
        *stored,
        ("sent", "\n".join(there.sent())),
        ("desk", repr(shown)),
        ("logs", repr(logged)),
    ):
        found = kept.digits(text)
        assert not [secret for secret in HIDDEN if secret in found], (where, text[:500])
        assert MARK not in text, where
    for file in folder.glob("sila.db*"):
        raw = file.read_bytes()
        assert not [secret for secret in (*HIDDEN, NUMBER, MARK) if secret.encode() in raw], file
