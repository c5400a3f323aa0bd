"""The catalogs hold what the program asks for, in both languages and within what channels show."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.dates import get_month_names
from hijridate import Hijri

from bot.catalog import DOMAINS, LANGUAGES, LOCALES, Catalog, MissingLine
from bot.content import load
from bot.lines import ROOT, named, needed
from bot.render import book_lines
from flows.book import Book
from tests.bot.po import domains, forms, holes, messages, read, texts

BUTTON, LABEL, QUESTION = 20, 24, 600  # characters
HEADERS = {
    "ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    "en": "(n != 1)",
}
EVERY = [(language, domain) for language in LANGUAGES for domain in DOMAINS]


@pytest.fixture(scope="module")
def book() -> Book:
    return load(ROOT / "association")


# ------------------------------------------------------------------ the ids
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conversation_has_every_line_it_needs_and_no_other(language: str, book: Book) -> None:
    have = set(messages(language, "conversation"))
    assert not needed(book) - have, "missing"
    assert not have - needed(book), "surplus"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_sources_name_is_in_some_catalog(language: str, book: Book) -> None:
    have = {id_ for domain in domains(language) for id_ in messages(language, domain)}
    assert not named() - have - book_lines(book).keys()
    composed = set(families())
    assert len(composed) > 10
    have |= {*book_lines(book), *(f"book.officer.{officer}" for officer in book.officers)}
    unmet = [p for p in composed if not any(re.fullmatch(p, i) for i in have)]
    assert not unmet


def families() -> Iterator[str]:
    """Patterns of the ids that are composed: ``Text(f"case.move.{move}")``."""
    for folder in ("flows", "bot"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(ast.Name("Text"), [ast.JoinedStr(parts), *_]):
                        yield "".join(
                            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                            for part in parts
                        )


def test_ids_that_groups_of_steps_and_tables_ask_for_are_needed(book: Book) -> None:
    """A derivation that saw no group or no table would agree with an empty catalog."""
    ids = {"registration.about", "registration.ineligible", "registration.name.label"}
    ids |= {"month.hijri.12", "check.reference.digits", "handoff.stale.closed", "common.yes"}
    assert ids < needed(book)
    assert not {id_ for id_ in needed(book) if id_.startswith(("book.", "staff.", "desk."))}


# ------------------------------------------------------------------ the files
def test_every_domain_is_there_in_every_language() -> None:
    for language in LANGUAGES:
        assert set(domains(language)) == set(DOMAINS)


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_the_header_is_in_order(language: str, domain: str) -> None:
    catalog = read(language, domain)
    assert catalog.locale_identifier == language
    assert (catalog.charset, catalog.plural_expr) == ("utf-8", HEADERS[language])


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_entries_are_complete_and_settled(language: str, domain: str) -> None:
    file = LOCALES / language / "LC_MESSAGES" / f"{domain}.po"
    ids = re.findall(r'^msgid "(.+)"$', file.read_text("utf-8"), re.MULTILINE)
    assert not [id_ for id_, times in Counter(ids).items() if times > 1]
    for id_, message in messages(language, domain).items():
        assert not message.fuzzy, id_
        assert all(form.strip() for form in forms(message)), id_
        assert all(form == form.strip() for form in forms(message)), id_


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_have_the_same_lines_with_the_same_placeholders(domain: str) -> None:
    arabic, english = (messages(language, domain) for language in LANGUAGES)
    assert arabic.keys() == english.keys()
    for id_, message in arabic.items():
        named_in = {holes(form) - {"count"} for form in (*forms(message), *forms(english[id_]))}
        assert len(named_in) == 1, id_


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_counted_lines_have_every_plural_form(language: str, domain: str) -> None:
    for id_, message in messages(language, domain).items():
        if not isinstance(message.id, str):
            assert len(forms(message)) == {"ar": 6, "en": 2}[language], id_


# ------------------------------------------------------------------ what channels can show
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_buttons_fits_them(language: str) -> None:
    kinds = r".*\.option\..+|common\.(yes|no|skip)|case\.(move|outcome)\..+"
    buttons = [(id_, text) for id_, text in texts(language) if re.fullmatch(kinds, id_)]
    assert len(buttons) > 40
    assert not [button for button in buttons if len(button[1]) > BUTTON]


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_questions_and_all_else_keep_their_lengths(language: str) -> None:
    for id_, text in texts(language):
        assert len(text) <= (LABEL if id_.endswith(".label") else QUESTION), id_


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_options_of_one_question_differ(language: str) -> None:
    options: dict[str, list[str]] = {}
    for id_, text in texts(language):
        question, found, _ = id_.partition(".option.")
        if found:
            options.setdefault(question, []).append(text.casefold())
    assert not [question for question, said in options.items() if len(set(said)) < len(said)]


# ------------------------------------------------------------------ months
def test_months_have_the_names_dates_are_written_with() -> None:
    for language in LANGUAGES:
        line = dict(texts(language))
        gregorian = get_month_names("wide", locale={"ar": "ar_SA", "en": "en_GB"}[language])
        for month in range(1, 13):
            hijri = Hijri(1448, month, 1).month_name(language)
            assert line[f"month.hijri.{month}"] == hijri
            assert line[f"month.gregorian.{month}"] == gregorian[month]


# ------------------------------------------------------------------ reading them
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Catalogs of their own: one line in Arabic, one counted."""
    place = tmp_path / "ar" / "LC_MESSAGES"
    place.mkdir(parents=True)
    head = f'"Language: ar\\n"\n"Plural-Forms: nplurals=6; plural={HEADERS["ar"]};\\n"\n'
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{head}\n'
    days = ("لا أيام", "يوم واحد", "يومان", "{count} أيام", "{count} يومًا", "{count} يوم")
    counted = "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(days))
    lines = f'msgid "common.yes"\nmsgstr "نعم"\n\nmsgid "days"\nmsgid_plural "days"\n{counted}'
    for domain in DOMAINS:
        (place / f"{domain}.po").write_text(head + (lines if domain == "widget" else ""), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("لا أيام", (0,)),
        ("يوم واحد", (1,)),
        ("يومان", (2,)),
        ("{count} أيام", (3, 10, 103, 1003)),
        ("{count} يومًا", (11, 99, 111)),
        ("{count} يوم", (100, 101, 102, 1000)),
    ],
)
def test_a_count_picks_its_form(folder: Path, form: str, counts: tuple[int, ...]) -> None:
    catalog = Catalog.read("ar", folder)
    assert {catalog.line("days", count) for count in counts} == {form}


def test_a_line_that_is_not_counted_takes_any_count(folder: Path) -> None:
    assert Catalog.read("ar", folder).line("common.yes", 3) == "نعم"


def test_an_unknown_line_and_the_header_are_missing(folder: Path) -> None:
    catalog = Catalog.read("ar", folder)
    for id_ in ("common.maybe", ""):
        with pytest.raises(MissingLine):
            catalog.line(id_)


def test_a_page_gets_its_own_lines(folder: Path) -> None:
    assert Catalog.read("ar", folder).page("common.") == {"common.yes": "نعم"}
