"""Known failures of surveys: whether there is one, when, in which words, and whose it is."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from storage import ratings
from storage.ratings import Rating
from tests.walks.stage import PROVIDED, Stage, stage
from tests.walks.talk import apply_again, delivered, taken, told
from tests.walks.walk import Beneficiary, register

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SURVEY, SATISFIED = "ما مدى رضاك", "ما مدى الرضا عن الإجابة"
ARABIC = re.compile("[\u0621-\u064a]")
REMARK = "Thank you, it was clear."


def asked(person: Beneficiary, question: str = SURVEY) -> int:
    """How often."""
    return sum(question in line for line in person.heard())


async def rating_of(there: Stage, application: str) -> Rating:
    async with there.app.database.view() as view:
        found = await ratings.by_application(view, application)
    assert found
    return found


async def confirms(there: Stage, person: Beneficiary) -> str:
    """The number of a service that was delivered, and has arrived."""
    _, application = await delivered(there, person)
    await person.hears(f"{application}\u2069. هل وصلتك الخدمة؟")
    await person.choose("نعم، كاملة", "شكرًا على التأكيد")
    return application


async def answers(person: Beneficiary, score: str) -> None:
    await person.choose(score, "ما مدى سهولة")
    await person.choose("سهلة", "كيف كان تعامل")
    await person.choose("ممتاز", "هل من ملاحظة أو اقتراح")
    await person.choose("تخطٍّ", "رأيك محفوظ")


# ------------------------------------------------------------------ one survey, told by four tests
@dataclass(frozen=True, slots=True)
class Story:
    """A survey in English, of somebody served by an officer who is on leave by then."""

    lines: tuple[str, ...]
    rating: Rating


@pytest.fixture(scope="module", params=PROVIDED)
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    return asyncio.run(surveyed_in_english(request.param, tmp_path_factory.mktemp("story")))


async def surveyed_in_english(channel: str, folder: Path) -> Story:
    async with stage(channel, folder) as there:
        noura = there.person()
        await register(noura)
        await noura.say("English", "This chat is now in English")
        before = len(noura.heard())
        sara, application = await delivered(there, noura)
        await noura.hears("Did you receive the service?")
        await sara.leaves()
        await noura.choose("Yes, all of it", "How satisfied are you")
        await noura.choose("Very high", "How easy was it")
        await noura.choose("Easy", "treat you")
        await noura.choose("Excellent", "Any remark or suggestion?")
        await noura.say(REMARK, "Your opinion is kept")
        return Story(tuple(noura.heard()[before:]), await rating_of(there, application))


def test_7_the_survey_is_answered_by_buttons_in_the_chat(story: Story) -> None:
    """7: a link leads elsewhere, or unfilled placeholders are printed."""
    assert story.rating.score == 5
    assert not [line for line in story.lines if "http" in line or "{" in line or "%" in line]


def test_8_the_survey_speaks_the_language_of_the_chat(story: Story) -> None:
    """8: it is in the language of the installation."""
    assert not [line for line in story.lines if ARABIC.search(line)]


def test_9_a_rating_knows_whom_and_what_it_is_of(story: Story) -> None:
    """9: it belongs to nobody, or to whoever has the case by then."""
    rating = story.rating
    assert (rating.officer, rating.department, rating.programme, rating.policy) == (
        *("sara", "care"),
        *("consultation", "1"),
    )
    assert None not in {rating.person, rating.asked_at, rating.answered_at}


def test_10_more_is_asked_than_one_number(story: Story) -> None:
    """10: one number says nothing of ease or conduct; hearts for marks flatter."""
    rating = story.rating
    assert (rating.score, rating.effort, rating.conduct) == (5, 4, 5)
    assert (rating.comment, rating.state) == (REMARK, "answered")
    assert not [line for line in story.lines if "❤" in line]


# ------------------------------------------------------------------ when there is one
@pytest.mark.parametrize("channel", PROVIDED)
async def test_4_every_service_has_a_survey_of_its_own(channel: str, tmp_path: Path) -> None:
    """4: one survey for a whole conversation; the second service is never asked about."""
    async with stage(channel, tmp_path) as there:
        noura = there.person()
        await register(noura)
        first = await confirms(there, noura)
        await noura.hears(SURVEY)
        await answers(noura, "عالٍ جدًا")
        await apply_again(noura)
        second = await confirms(there, noura)
        waits = await rating_of(there, second)
        assert (asked(noura), waits.state, waits.held) == (1, "due", "too_soon")
        await there.passes(7 * DAY + 3 * timedelta(hours=1))
        if channel == "whatsapp":  # its window is closed
            await noura.say("السلام عليكم", SURVEY)
        else:
            await noura.hears(SURVEY)
        await noura.choose("متوسط", "ما مدى سهولة")
        assert asked(noura) == 2
        assert [(await rating_of(there, one)).score for one in (first, second)] == [5, 3]


@pytest.mark.parametrize("channel", PROVIDED)
async def test_5_no_survey_follows_thanks_nor_an_end_by_time(channel: str, tmp_path: Path) -> None:
    """5: one for each "thank you", for spam, for what closed by itself; none when it is wanted."""
    async with stage(channel, tmp_path) as there:
        noura, nadia = there.person(), there.person()
        sara, silent = await taken(there, nadia)
        await sara.reply(silent, "ما رقم الطلب؟")
        await nadia.hears("ما رقم الطلب؟")
        await told(there, noura)
        await noura.say("شكرًا", "العفو")
        await noura.choose("تم، شكرًا", "سعدنا بخدمتك")
        await there.passes(125 * MINUTE)
        await noura.hears(SATISFIED)
        for thanks in ("شكرا", "جزاكم الله خير"):
            await noura.say(thanks, "العفو")
        await told(there, noura)
        await noura.choose("تم، شكرًا", "سعدنا بخدمتك")
        for by in (125 * MINUTE, 3 * DAY, 4 * DAY):
            await there.passes(by)
        sara = await there.officer()
        assert (await sara.case(silent))["state"] == "expired"
        await noura.say("تقييم", "لا توجد خدمة بانتظار التقييم")
        await nadia.say("تقييم", "لا توجد خدمة بانتظار التقييم")
        assert [(asked(who), asked(who, SATISFIED)) for who in (noura, nadia)] == [(0, 1), (0, 0)]


@pytest.mark.parametrize("channel", PROVIDED)
async def test_6_a_survey_outlives_the_window_of_the_channel(channel: str, tmp_path: Path) -> None:
    """6: after a day WhatsApp takes no question any more, and it is dropped."""
    async with stage(channel, tmp_path) as there:
        noura = there.person()
        await register(noura)
        application = await confirms(there, noura)
        await noura.hears(SURVEY)
        await there.passes(3 * DAY)
        if channel == "telegram":
            await noura.hears("تذكير من فريق الجودة")
        else:
            assert (await rating_of(there, application)).state == "pending_window"
            await noura.say("السلام عليكم", SURVEY)
        await noura.choose("متوسط", "ما مدى سهولة")
        assert (await rating_of(there, application)).score == 3


@pytest.mark.parametrize("channel", PROVIDED)
async def test_12_what_is_delivered_is_rated_though_nobody_confirmed_it(
    channel: str, tmp_path: Path
) -> None:
    """12: work ends, and nothing asks how it was."""
    async with stage(channel, tmp_path) as there:
        noura = there.person()
        await register(noura)
        _, application = await delivered(there, noura)
        await noura.hears("هل وصلتك الخدمة؟")
        await there.passes(7 * DAY + MINUTE)
        if channel == "telegram":
            await noura.hears(SURVEY)
        else:
            await noura.say("تقييم", "ما الخدمة المطلوب تقييمها")
            await noura.say("1", SURVEY)
        await noura.choose("عالٍ", "ما مدى سهولة")
        rating = await rating_of(there, application)
        assert (rating.score, rating.unconfirmed) == (4, True)
