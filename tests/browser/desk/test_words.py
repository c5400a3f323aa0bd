"""The words of the desk and the demo page: each id that a page asks for, in both languages."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from tests.browser.desk.desk_server import ROOT, STATIC, words

PAGES = [*STATIC.glob("de*.html"), *STATIC.glob("de*.js"), *STATIC.glob("desk/*.js")]
ID = re.compile(r"\b((?:desk|demo)\.[a-z_]+(?:\.(?:[a-z_]+|\$\{[^}]+\}))*)(?=[\"'`])")
HOLE = re.compile(r"\$\{[^}]+\}")


def asked() -> set[str]:
    """The ids in the pages, with a pattern where part of one is computed."""
    found = {name for page in PAGES for name in ID.findall(page.read_text())}
    return {name for name in found if not name.endswith((".js", ".css"))}


def pattern(name: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in HOLE.split(name)]
    return re.compile("[a-z_]+".join(parts))


def test_every_word_a_page_asks_for_is_written() -> None:
    for language in ("ar", "en"):
        written = words(language)
        missing = [name for name in asked() if not any(map(pattern(name).fullmatch, written))]
        assert missing == []
        assert [name for name, text in written.items() if not text] == []


def test_every_written_word_is_asked_for() -> None:
    patterns = [pattern(name) for name in asked()]
    assert [name for name in words("ar") if not any(one.fullmatch(name) for one in patterns)] == []


def test_both_languages_say_the_same_things() -> None:
    holes = re.compile(r"\{\w+\}")
    arabic, english = words("ar"), words("en")
    assert arabic.keys() == english.keys()
    for name, text in arabic.items():
        assert sorted(holes.findall(text)) == sorted(holes.findall(english[name])), name


def test_arabic_has_six_plural_forms_in_the_usual_order() -> None:
    with (ROOT / "locales/ar/LC_MESSAGES/desk.po").open("rb") as lines:
        catalogue = read_po(lines)
    assert catalogue.num_plurals == 6
    assert "n%100>=11 ? 4 : 5" in catalogue.plural_expr


def test_nobody_is_commanded() -> None:
    """Neutral wording: no imperative and no second-person present tense."""
    commands = "اكتب أدخل أرسل اضغط اختر حدد تأكد انتظر تواصل تفضل حاول تريد ترغب تستطيع تود"
    forbidden = set(commands.split())
    for name, text in words("ar").items():
        assert forbidden.isdisjoint(re.findall(r"\w+", text)), name
