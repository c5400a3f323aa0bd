"""Whatever is written ends in an answer, in choices or with an officer, and never in silence."""

from __future__ import annotations

import random

import pytest

from tests.bot.talk import Talk, World

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = ("وين", "متى", "ابي", "كم", "شهادة", "طلبي", "موعد", "قطة", "سيارة", "غيمة", "what", "when")


@pytest.fixture(scope="module")
def world() -> World:
    return World.sample()


def unknown(count: int) -> list[str]:
    """Words of letters at random, a third of them with a word people use."""
    draw = random.Random(2026)
    texts = []
    for n in range(count):
        words = [
            "".join(draw.choices(LETTERS, k=draw.randint(2, 8))) for _ in range(draw.randint(1, 6))
        ]
        texts.append(" ".join([*words, *(draw.sample(WORDS, 2) if n % 3 == 0 else ())]))
    return texts


@pytest.mark.parametrize("text", unknown(100))
def test_a_message_nobody_foresaw_ends_well(world: World, text: str) -> None:
    talk = Talk(world).say("القائمة")
    before = len(talk.says)
    talk.say(text, text)
    assert len(talk.says) > before, "silence"
    assert talk.conversation.turn == "human" or talk.says[-1].options


BAD = {
    "nothing": "",
    "spaces": " \n\t ",
    "ten thousand": "كلام " * 2000,
    "mixed scripts": "وين where مكتبكم どこ где",
    "digits": "0123456789",
    "punctuation": "؟!؟!...,,;;",
    "bidi": "\u202eمقركم\u202c وين\u2066\u2069\u200f",
    "injection": "'; DROP TABLE messages; -- <script>alert(1)</script> {0} %s ${x}",
    "format": "{answer} {reference}",
    "null": "وين\x00مقركم",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("before", ["القائمة", "استفسار", "حقوقي", "شكوى"])
def test_bad_input_is_met_everywhere(world: World, before: str, text: str) -> None:
    talk = Talk(world).say(before)
    said = len(talk.says)
    talk.say(text)
    assert len(talk.says) > said, "silence"
    for say in talk.says[said:]:
        assert world.renderer.render(say.text, "ar").strip()


def test_a_question_inside_a_registration_is_answered_and_the_form_goes_on(world: World) -> None:
    talk = Talk(world).say("تسجيل").tap("yes")
    talk.say("متى تفتحون ومتى تقفلون؟")
    said = [say.text.id for say in talk.says]
    assert "enquiry.told" in said
    assert said[-1].startswith("registration.")


def test_of_two_questions_both_are_offered(world: World) -> None:
    talk = Talk(world).say("القائمة", "متى تفتحون ومتى تقفلون؟ وين مقركم؟")
    offered = {option.id for option in talk.says[-1].options}
    assert {"working_hours", "location"} <= offered
