"""Texts become words: lines with their values isolated, dates in both calendars, labels folded."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import DOMAINS, Catalog, MissingLine
from bot.clock import riyadh
from bot.render import Renderer, book_lines
from flows.arabic import fold
from flows.book import Language, Wording
from flows.text import Lines, Text
from tests.bot.sending import book, renderer

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
LANGUAGES: tuple[Language, ...] = ("ar", "en")


@pytest.fixture(scope="module")
def words() -> Renderer:
    return renderer()


def shown(value: object, language: Language = "ar") -> str:
    return renderer().show(value, language)  # type: ignore[arg-type]  # whatever is tried


def own(line: str) -> Renderer:
    """A catalog with one line."""
    return Renderer({"ar": Catalog("ar", {"x": line}, {})}, {})


# ------------------------------------------------------------------ values
@pytest.mark.parametrize(
    ("value", "isolated"),
    [
        ("26000422", f"{LRI}26000422{PDI}"),
        (7, f"{LRI}7{PDI}"),
        ("+966551234567", f"{LRI}+966551234567{PDI}"),
        ("sara@example.org", f"{LRI}sara@example.org{PDI}"),
    ],
)
def test_numbers_and_latin_are_isolated(value: object, isolated: str) -> None:
    assert shown(value) == isolated


def test_what_a_person_wrote_keeps_its_own_direction_and_stays_inside() -> None:
    said = shown("نورة العتيبي")
    assert (said[0], said[-1]) == (FSI, PDI)
    broken = shown(f"a{PDI}{PDI}\u202eb")
    assert broken.count(PDI) == 1
    assert "\u202e" not in broken


def test_braces_that_a_person_wrote_are_only_braces(words: Renderer) -> None:
    line = own("قلت: {said}")
    assert "{secret}" in line.render(Text("x", {"said": "{secret}"}), "ar")
    assert "{0.__class__}" in line.render(Text("x", {"said": "{0.__class__}"}), "ar")


def test_a_text_inside_a_text_is_not_isolated_again() -> None:
    catalog = Catalog("ar", {"outer": "في {place}", "inner": "الخبر {n}"}, {})
    made = Renderer({"ar": catalog}, {}).render(
        Text("outer", {"place": Text("inner", {"n": 3})}), "ar"
    )
    assert made == f"في الخبر {LRI}3{PDI}"


def test_lines_stand_below_each_other() -> None:
    catalog = Catalog("ar", {"x": "{all}", "a": "أ", "b": "ب"}, {})
    both = Lines((Text("a"), Text("b")))
    assert Renderer({"ar": catalog}, {}).render(Text("x", {"all": both}), "ar") == "أ\nب"


def test_a_line_that_is_missing_is_a_fault_with_its_name(words: Renderer) -> None:
    for language in LANGUAGES:
        with pytest.raises(MissingLine, match=r"no\.such\.line"):
            words.render(Text("no.such.line"), language)
    with pytest.raises(KeyError, match="said"):
        own("{said}").render(Text("x"), "ar")


PLURALS = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"

msgid "days"
msgid_plural "days"
msgstr[0] "لا أيام"
msgstr[1] "يوم واحد"
msgstr[2] "يومان"
msgstr[3] "{count} أيام"
msgstr[4] "{count} يومًا"
msgstr[5] "{count} يوم"
"""  # noqa: E501 -- a header is one line


def test_counts_pick_the_plural_form_and_fill_it(tmp_path: Path) -> None:
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain in DOMAINS:
        (folder / f"{domain}.po").write_text(PLURALS, "utf-8")
    made = Renderer({"ar": Catalog.read("ar", tmp_path)}, {})
    told = [made.render(Text("days", count=n), "ar") for n in (0, 1, 2, 3, 11, 100)]
    assert told == [
        "لا أيام",
        "يوم واحد",
        "يومان",
        f"{LRI}3{PDI} أيام",
        f"{LRI}11{PDI} يومًا",
        f"{LRI}100{PDI} يوم",
    ]


# ------------------------------------------------------------------ dates
def test_a_day_is_told_in_both_calendars() -> None:
    day = date(2026, 11, 22)
    assert re.search(r"22 نوفمبر 2026م .*12 جمادى الآخرة 1448هـ", shown(day))
    assert re.search(r"22 November 2026 .*12 Jumada .*1448", shown(day, "en"))


@pytest.mark.parametrize("day", [date(1800, 1, 1), date(2200, 1, 1), date.min, date.max])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_outside_the_hijri_tables_stays_gregorian(day: date, language: Language) -> None:
    told = shown(day, language)
    assert str(day.year) in told
    assert "(" not in told


def test_a_moment_is_told_with_its_weekday_and_hour_as_it_was_passed() -> None:
    moment = riyadh(datetime(2026, 11, 22, 6, 5, tzinfo=UTC))
    assert "الأحد 22 نوفمبر 09:05" in shown(moment)
    assert "Sunday 22 November 09:05" in shown(moment, "en")


@settings(max_examples=60, deadline=None)
@given(day=st.dates(), language=st.sampled_from(LANGUAGES))
def test_every_day_can_be_told_in_latin_digits(day: date, language: Language) -> None:
    assert re.fullmatch(r"[^٠-٩۰-۹]+", shown(day, language))
    assert str(day.day) in shown(day, language)


# ------------------------------------------------------------------ the book
def test_wordings_of_the_book_are_said_as_they_stand() -> None:
    lines = {"book.x": Wording("نص {ليس} قالبًا", "a {plain} text")}
    made = Renderer({"ar": Catalog("ar", {}, {}), "en": Catalog("en", {}, {})}, lines)
    assert made.render(Text("book.x"), "ar") == "نص {ليس} قالبًا"
    assert made.render(Text("book.x"), "en") == "a {plain} text"


def test_every_wording_of_the_book_has_an_id() -> None:
    lines = book_lines(book())
    for programme in book().programmes.values():
        assert lines[f"book.programme.{programme.id}.title"] is programme.title
        for number, step in enumerate(programme.steps):
            assert lines[f"book.programme.{programme.id}.step.{number}"] is step
        for field in programme.fields:
            assert lines[f"book.programme.{programme.id}.field.{field.key}.ask"] is field.ask
    for answer in book().answers.values():
        assert lines[f"book.answer.{answer.id}.text"] is answer.text


def test_an_officer_is_called_what_they_are_called_now() -> None:
    officers = dict(book().officers)
    made, sara = Renderer({"ar": Catalog.read("ar")}, {}, officers), Text("book.officer.sara")
    assert made.render(sara, "ar") == officers["sara"].alias.ar
    officers["sara"] = officers["khalid"]
    assert made.render(sara, "ar") == officers["khalid"].alias.ar
    del officers["sara"]
    assert made.render(sara, "ar") == made.catalogs["ar"].line("staff.former_officer")


# ------------------------------------------------------------------ labels
def test_a_label_is_known_in_both_languages_however_it_is_spelled(words: Renderer) -> None:
    labels = words.labels(book())
    yes = {words.catalogs[language].line("common.yes") for language in LANGUAGES}
    assert {fold(line) for line in yes} <= labels["common.yes"]
    programme = next(iter(book().programmes.values()))
    title = labels[f"book.programme.{programme.id}.title"]
    assert title == {fold(programme.title.ar), fold(programme.title.en)}


def test_labels_are_folded_and_never_empty(words: Renderer) -> None:
    for spellings in words.labels(book()).values():
        assert spellings == {fold(spelling) for spelling in spellings}
        assert "" not in spellings


def test_a_governorate_is_known_by_its_other_names(words: Renderer) -> None:
    for governorate in book().governorates.values():
        spellings = words.labels(book())[f"book.governorate.{governorate.id}"]
        assert {fold(alias) for alias in governorate.aliases} <= spellings
