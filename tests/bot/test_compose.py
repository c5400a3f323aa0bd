"""What a turn says becomes few messages: joined, split, with the last question's buttons."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.body import Body, Choice
from bot.catalog import Catalog
from bot.compose import choices, compose, numbered
from bot.render import Renderer
from flows.book import Language
from flows.effects import Say
from flows.text import Option, Text
from tests.replacing import replace

LINES = {"yes": "نعم", "no": "لا", "common.progress": "{step}/{of}", "long": "و" * 95}
ENGLISH = {"yes": "Yes", "no": "No", "common.progress": "{step} of {of}", "long": "w" * 95}
RENDERER = Renderer({"ar": Catalog("ar", LINES, {}), "en": Catalog("en", ENGLISH, {})}, {})
OPTIONS = (Option("yes", Text("yes")), Option("no", Text("no")))


def saying(words: str) -> tuple[Say, Renderer]:
    """Somebody says exactly these words."""
    catalog = Catalog("ar", {**LINES, "words": words.replace("{", "{{").replace("}", "}}")}, {})
    return Say(Text("words")), Renderer({"ar": catalog}, {})


def texts(*says: Say, limit: int = 100, language: Language = "ar") -> list[str]:
    return [body.text for body in compose(says, RENDERER, language, limit)]


def asked(name: str, prompt: int = 1) -> Say:
    return Say(Text(name), OPTIONS, prompt)


# ------------------------------------------------------------------ joining
def test_what_is_said_in_one_turn_is_one_message() -> None:
    assert texts(Say(Text("yes")), Say(Text("no")), Say(Text("yes"))) == ["نعم\n\nلا\n\nنعم"]


def test_nothing_said_is_no_message() -> None:
    assert compose([], RENDERER, "ar", 100) == []


def test_what_does_not_fit_is_the_next_message() -> None:
    yes, long = Say(Text("yes")), Say(Text("long"))
    assert texts(yes, long, yes) == ["نعم\n\n" + "و" * 95, "نعم"]
    assert texts(yes, long, limit=100) == ["نعم\n\n" + "و" * 95]
    assert texts(yes, long, limit=99) == ["نعم", "و" * 95]


def test_a_question_says_how_far_it_is() -> None:
    step = replace(asked("yes"), progress=(2, 7))
    isolated = {
        "ar": "\u20662\u2069/\u20667\u2069\nنعم",
        "en": "\u20662\u2069 of \u20667\u2069\nYes",
    }
    for language in RENDERER.catalogs:
        assert texts(step, language=language) == [isolated[language]]


# ------------------------------------------------------------------ buttons
def test_the_question_has_its_buttons() -> None:
    [body] = compose([asked("yes", 7)], RENDERER, "en", 100)
    assert body == Body(
        text="Yes",
        language="en",
        options=(Choice("yes", "Yes", 1), Choice("no", "No", 2)),
        prompt=7,
    )


def test_a_question_joined_with_what_was_said_before_keeps_its_buttons() -> None:
    [body] = compose([Say(Text("no")), asked("yes", 7)], RENDERER, "ar", 100)
    assert (body.prompt, len(body.options)) == (7, 2)


def test_a_question_keeps_its_buttons_whatever_is_said_after_it() -> None:
    [joined] = compose([asked("yes", 7), Say(Text("no"))], RENDERER, "ar", 100)
    assert (joined.prompt, len(joined.options)) == (7, 2)
    asks, tells = compose([asked("yes", 7), Say(Text("long"))], RENDERER, "ar", 99)
    assert (asks.prompt, len(asks.options)) == (7, 2)
    assert (tells.prompt, tells.options) == (0, ())


def test_of_two_questions_the_last_has_the_buttons() -> None:
    first, last = compose([asked("long", 7), asked("yes", 8)], RENDERER, "ar", 99)
    assert (first.prompt, first.options, last.prompt) == (0, (), 8)
    [joined] = compose([asked("yes", 7), asked("no", 8)], RENDERER, "ar", 99)
    assert joined.prompt == 8


def test_a_question_in_parts_has_its_buttons_under_the_last() -> None:
    *others, last = compose([asked("long", 7)], RENDERER, "ar", 40)
    assert len(others) == 2
    assert {(body.prompt, body.options) for body in others} == {(0, ())}
    assert (last.prompt, len(last.options)) == (7, 2)


def test_what_a_question_wants_goes_with_it() -> None:
    wishing = Say(Text("yes"), prompt=7, wants="contact")
    [body] = compose([wishing, Say(Text("no"))], RENDERER, "ar", 100)
    assert (body.wants, body.prompt) == ("contact", 7)


def test_every_part_knows_its_language() -> None:
    bodies = compose([asked("long")], RENDERER, "en", 40)
    assert {body.language for body in bodies} == {"en"}


# ------------------------------------------------------------------ numbers
def test_options_are_numbered_by_their_place() -> None:
    assert [choice.number for choice in choices(OPTIONS, RENDERER, "ar")] == [1, 2]
    assert choices((), RENDERER, "ar") == ()


def test_options_of_a_scale_are_numbered_by_what_they_are() -> None:
    scale = tuple(Option(id_, Text("yes")) for id_ in "54321")
    assert [choice.number for choice in choices(scale, RENDERER, "ar")] == [5, 4, 3, 2, 1]
    mixed = (*scale, Option("skip", Text("no")))
    assert [choice.number for choice in choices(mixed, RENDERER, "ar")] == [5, 4, 3, 2, 1, 0]
    assert numbered(Body(text="?", options=choices(mixed[-2:], RENDERER, "en"))).splitlines()[
        1:
    ] == [
        "\u200f1) Yes",
        "\u200f• No",
    ]


def test_without_buttons_the_options_are_written_out_from_the_right() -> None:
    [body] = compose([asked("yes")], RENDERER, "ar", 100)
    assert numbered(body) == "نعم\n\u200f1) نعم\n\u200f2) لا"
    assert numbered(Body(text="نعم")) == "نعم"


# ------------------------------------------------------------------ splitting
@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("سطر أول\nسطر ثان", ["سطر أول", "سطر ثان"]),
        ("كلمة أولى وثانية", ["كلمة أولى", "وثانية"]),
        ("ا" * 25, ["ا" * 10, "ا" * 10, "ا" * 5]),
        ("عشرة عشرة\nعشرة", ["عشرة عشرة", "عشرة"]),
        ("0123456789\nx", ["0123456789", "x"]),
        ("0123456789 x", ["0123456789", "x"]),
        ("a" + " " * 30 + "b", ["a", "b"]),
        ("\n" + "ا" * 12 + " \n", ["ا" * 10, "ا" * 2]),
    ],
)
def test_long_words_are_cut_at_a_line_else_at_a_word_else_anywhere(
    words: str, parts: list[str]
) -> None:
    say, renderer = saying(words)
    assert [body.text for body in compose([say], renderer, "ar", 10)] == parts


@settings(max_examples=100, deadline=None)
@given(
    words=st.lists(st.text("اب \n{}", min_size=1, max_size=60), min_size=1, max_size=4),
    limit=st.integers(1, 40),
)
def test_no_message_is_too_long_or_empty_and_no_letter_is_lost(
    words: list[str], limit: int
) -> None:
    said = [each for each in words if each.strip()]
    bodies: list[str] = []
    for each in said:
        say, renderer = saying(each)
        bodies += [body.text for body in compose([say, say], renderer, "ar", limit)]
    assert all(len(text) <= limit for text in bodies)
    letters = re.sub(r"\s", "", "".join(each * 2 for each in said))
    assert re.sub(r"\s", "", "".join(bodies)) == letters
    assert all(text.strip() for text in bodies)
