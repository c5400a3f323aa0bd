"""Every line with a placeholder is said as the program says it: no value may be missing."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator

import pytest

from bot.catalog import LANGUAGES
from bot.compose import compose
from bot.lines import REFERRALS, ROOT
from flows.book import Language
from flows.text import Text
from tests.bot import everything
from tests.bot.po import holes
from tests.bot.po import texts as written
from tests.bot.talk import REFERENCE, SUNDAY, Talk, World, within

BY_RENDERING = {"common.progress", "date.both", "date.gregorian"}  # never the text of a Say


@pytest.fixture(scope="module")
def world() -> World:
    return World.sample()


@pytest.fixture(scope="module")
def talks(world: World) -> list[Talk]:
    return list(everything.talks(world))


@pytest.fixture(scope="module")
def said(world: World, talks: list[Talk]) -> list[Text]:
    """One text of each id and set of values."""
    spoken = (text for talk in talks for text in talk.texts)
    texts = list(within(*spoken, *everything.texts(world)))
    return list({(text.id, str(text.values)): text for text in texts}.values())


def test_every_reason_of_every_check_was_met() -> None:
    met = {(c.name, r.reason) for c, r in everything.refusals(SUNDAY.date())}
    assert met == {(c.name, reason) for c in everything.CHECKED for reason in c.reasons}


def test_the_flows_refer_for_every_reason_that_has_words(talks: list[Talk]) -> None:
    spoken = (text.id for talk in talks for text in talk.texts)
    met = (re.fullmatch(r"handoff\.(\w+)\.(open|closed)", id_) for id_ in spoken)
    assert {found[1] for found in met if found} == set(REFERRALS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_that_wants_a_value_gets_it(language: Language, said: list[Text]) -> None:
    """Said in the talks, or by the shell with its values written beside it."""
    given = {text.id: _given(text) for text in said} | dict(by_the_shell())
    wanted = {id_: holes(line) for id_, line in written(language) if holes(line)}
    unsaid = wanted.keys() - given.keys() - BY_RENDERING
    assert not unsaid, "said nowhere"
    lacking = {id_: wanted[id_] - given[id_] for id_ in wanted.keys() & given.keys()}
    assert not {id_: names for id_, names in lacking.items() if names}


def _given(text: Text) -> set[str]:
    return {*text.values, *(() if text.count is None else ("count",))}


def by_the_shell() -> Iterator[tuple[str, set[str]]]:
    """``Text("id", {"name": …})`` in the sources of bot; with ``f"id.{kind}"`` every kind."""
    ids = [id_ for id_, _ in written("ar")]
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name("Text"), [id_, ast.Dict(keys)]):
                    values = {str(key.value) for key in keys if isinstance(key, ast.Constant)}
                    yield from ((one, values) for one in ids if _pattern(id_).fullmatch(one))


def _pattern(id_: ast.expr) -> re.Pattern[str]:
    """What an id may come to that is written out, or has values in it."""
    match id_:
        case ast.Constant(str(whole)):
            return re.compile(re.escape(whole))
        case ast.JoinedStr(parts):
            kept = (
                re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in parts
            )
            return re.compile("".join(kept))
    return re.compile("(?!)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_has_no_hole_left(language: Language, said: list[Text], world: World) -> None:
    rendered = {text.id: world.renderer.render(text, language) for text in said}
    assert len(rendered) > 250
    assert not {id_: line for id_, line in rendered.items() if re.search(r"[{}]", line)}
    assert not [id_ for id_, line in rendered.items() if not line.strip()]


def test_arabic_is_shown_from_right_to_left(said: list[Text], world: World) -> None:
    """Clients take the direction of a line from its first letter outside of isolates."""
    lines = {
        (text.id, line)
        for text in said
        if not text.id.startswith(("book.", "unit.")) and ".option." not in text.id
        for line in world.renderer.render(text, "ar").splitlines()
    }
    assert not [where for where in lines if direction(where[1]) not in {"AL", "R"}]
    starts = {where for where in lines if unicodedata.bidirectional(where[1][0]) not in {"AL", "R"}}
    assert not starts


def direction(line: str) -> str:
    """The class of the first strong letter (Unicode Standard Annex 9, P2)."""
    outside = re.sub("[\u2066-\u2068][^\u2066-\u2069]*\u2069", "", line)
    strong = (unicodedata.bidirectional(c) for c in outside)
    return next((found for found in strong if found in {"L", "R", "AL"}), "")


def test_direction_is_that_of_the_first_letter_outside() -> None:
    assert direction("\u2066Sila\u2069: صلة") == "AL"
    assert direction("\u200f1) Sila") == "R"
    assert direction("Sila: صلة") == "L"


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_fit_where_buttons_stand_below_them(
    language: Language, talks: list[Talk], world: World
) -> None:
    """WhatsApp holds 1024 characters in a message with buttons."""
    for talk in talks:
        for say in talk.says:
            [body] = compose([say], world.renderer, language, limit=4096)
            assert not (say.options and len(body.text) > 1024), body.text


def test_the_first_words_are_a_greeting_who_we_are_and_what_can_be_done(world: World) -> None:
    says = Talk(world).say("السلام عليكم").says
    [body] = compose(says, world.renderer, "ar", limit=4096)
    assert body.text.startswith("وعليكم السلام ورحمة الله وبركاته")
    assert "التقييم حق لك" in body.text
    assert world.book.association.name.ar in body.text
    assert [choice.number for choice in body.options] == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_dates_stand_in_both_calendars(world: World) -> None:
    today = SUNDAY.date()
    shown = world.renderer.render(Text("check.past_date.future", {"date": today}), "ar")
    assert "22 نوفمبر 2026م الموافق 12 جمادى الآخرة 1448هـ" in shown
    shown = world.renderer.render(Text("check.past_date.future", {"date": today}), "en")
    assert "22 November 2026 (12 Jumada al-Akhirah 1448 AH)" in shown


def test_a_promise_names_day_and_time(said: list[Text], world: World) -> None:
    text = next(text for text in said if text.id == "handoff.asked.closed")
    shown = world.renderer.render(text, "ar")
    assert REFERENCE in shown
    assert "الأحد 22 نوفمبر 08:00" in shown
