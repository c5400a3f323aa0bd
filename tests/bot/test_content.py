from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot.content import load
from bot.content_links import OPENS
from bot.content_words import MEANINGS, NUMBERS
from flows.arabic import fold
from flows.behaviours import BEHAVIOURS
from flows.book import Book, FieldKind, Measure, Numbers
from flows.catalogue import FLOWS
from tests.bot.content_folder import SAMPLE, copy_to, edit, problems

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def book() -> Book:
    return load(SAMPLE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


# ------------------------------------------------------------------ the sample
def test_the_sample_is_complete(book: Book) -> None:
    assert len(book.answers) >= 42
    assert len(book.programmes) >= 5
    assert len(book.departments) >= 5
    assert len(book.officers) >= 4
    assert len(book.governorates) == 14


def test_both_audiences_are_served(book: Book) -> None:
    open_now = [p for p in book.programmes.values() if p.open_on(TODAY)]
    assert sum("individual" in p.audience for p in open_now) >= 3
    assert sum("organisation" in p.audience for p in open_now) >= 2


def test_every_kind_of_question_and_unit_is_explained_in_a_programme() -> None:
    file = (SAMPLE / "programmes" / "skills.toml").read_text("utf-8")
    explained = re.findall(r"^#     ([a-z_]+)", file, re.MULTILINE)
    assert explained == [*get_args(FieldKind)]
    units = file.partition("One of: ")[2].partition("# when")[0]
    assert re.findall("[a-z_]+", units) == [*get_args(Measure)]


def test_programmes_show_what_can_be_asked(book: Book) -> None:
    asked = [field for p in book.programmes.values() for field in p.fields]
    assert {field.kind for field in asked} > {"text", "number", "choice", "choices", "yes_no"}
    assert any(field.when for field in asked)
    assert any(field.future for field in asked)
    assert any(field.optional for field in asked)
    assert any(field.past for field in asked)
    assert all(p.eligibility and p.steps for p in book.programmes.values())
    assert any(p.closes and p.closes.year == 2027 for p in book.programmes.values())


def test_order_of_writing_is_order_of_asking(book: Book) -> None:
    keys = [field.key for field in book.programmes["consultation"].fields]
    assert keys == ["topic", "other_topic", "from_day", "note"]
    assert next(iter(book.governorates)) == "dammam"
    assert list(book.governorates)[-1] == "outside"


def test_an_answer_past_its_date_is_part_of_the_sample(book: Book) -> None:
    stale = [answer.id for answer in book.answers.values() if not answer.valid_on(TODAY)]
    assert stale == ["jobs"]


def test_officers_have_the_roles_the_staff_room_needs(book: Book) -> None:
    roles = {role for officer in book.officers.values() for role in officer.roles}
    assert roles == {"officer", "supervisor", "focal", "admin"}
    assert all(officer.telegram is None for officer in book.officers.values())
    looked_after = {d for officer in book.officers.values() for d in officer.departments}
    assert looked_after == set(book.departments)


def test_what_an_answer_may_open_are_flows() -> None:
    assert set(OPENS) <= set(FLOWS)


def test_words_cover_every_shared_behaviour(book: Book) -> None:
    assert set(BEHAVIOURS) <= set(MEANINGS)
    assert set(MEANINGS) | set(NUMBERS) <= set(book.words)
    assert fold("ٱلْقَائِمَة") in book.words["menu"]
    assert "/start" in book.words["menu"]
    assert "start" in book.words["start"]
    assert "👍" in book.words["yes"]
    assert fold("خمسة") in book.words["5"]


def test_the_numbers_are_those_of_the_design(book: Book) -> None:
    assert book.association.numbers == Numbers()


def test_answers_agree_with_the_rest_of_the_book(book: Book) -> None:
    association, answers = book.association, book.answers
    contact = association.contact
    times = {
        f"{time:%H:%M}"
        for frame in (*association.hours.frames, *association.hours.ramadan)
        for time in (frame.opens, frame.closes)
    }
    facts = {
        "contact_channels": {contact.phone, contact.email, contact.website},
        "working_hours": times,
        "location": {contact.map},
        "relations_policy": {association.policy.link},
        "draft_kept": {f" {association.numbers.draft_days} "},
        "talk_to_officer": {f" {association.numbers.first_reply_minutes} "},
        "donate": {association.licence},
    }
    for id_, said in facts.items():
        for fact in said:
            assert fact in answers[id_].text.ar, id_
            assert fact in answers[id_].text.en, id_
    assert contact.address.ar in answers["location"].text.ar
    assert contact.address.en in answers["location"].text.en
    for programme in book.programmes.values():
        assert programme.title.ar in answers["services_list"].text.ar
        assert programme.title.en in answers["services_list"].text.en


# ------------------------------------------------------------------ the folder
def test_a_report_names_file_line_place_and_expectation(folder: Path) -> None:
    edit(folder / "answers" / "chat.toml", "2027-06-30", '"next year"')
    assert problems(folder) == [
        "answers/chat.toml:24: answers.notices.valid_until: expected a date, such as 2027-06-30"
    ]


def test_all_mistakes_are_reported_in_reading_order(folder: Path) -> None:
    edit(folder / "answers" / "chat.toml", "2027-06-30", '"next year"')
    edit(folder / "answers" / "chat.toml", 'owner = "prog', 'owner = "kitchen')
    edit(folder / "answers" / "about.toml", "[about_association]", "[about_association]\nx = 1")
    edit(folder / "programmes" / "youth.toml", "verify_days = 5", "verify_days = -5\ny = 1")
    edit(folder / "words.toml", "/stop", "؟")
    places = [problem.split(": ")[1] for problem in problems(folder)]
    assert places == [
        "answers.about_association.x",
        "answers.notices.valid_until",
        "answers.service_steps.owner",
        "programmes.youth.verify_days",
        "programmes.youth.y",
        "words.meanings.stop",
    ]


def test_one_unreadable_file_does_not_make_others_wrong(folder: Path) -> None:
    (folder / "association.toml").write_text("licence = ", "utf-8")
    (folder / "programmes" / "youth.toml").write_text("\n\ntitle = 'قيادات", "utf-8")
    places = [problem.split(": ")[0] for problem in problems(folder)]
    assert places == ["association.toml:1", "programmes/youth.toml:3"]


@pytest.mark.parametrize("name", ["association", "officers", "words"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.toml").unlink()
    assert problems(folder) == [f"{name}.toml:1: {name}: the file is missing"]


@pytest.mark.parametrize("name", ["programmes", "answers"])
def test_a_missing_folder_is_named(folder: Path, name: str) -> None:
    shutil.rmtree(folder / name)
    expected = "expected a folder with at least one .toml file"
    assert problems(folder) == [f"{name}:1: {name}: {expected}"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert len(problems(tmp_path / "nowhere")) == 12


def test_another_encoding_is_named_with_its_line(folder: Path) -> None:
    path = folder / "officers.toml"
    path.write_bytes(path.read_bytes() + "# ملاحظة\n".encode("cp1256"))
    line = path.read_bytes().count(b"\n")
    says = "expected UTF-8; save the file in that encoding"
    assert problems(folder) == [f"officers.toml:{line}: officers: {says}"]


def test_what_other_editors_write_is_read(folder: Path, book: Book) -> None:
    """A byte order mark and Windows line ends change nothing."""
    for path in folder.rglob("*.toml"):
        text = path.read_text("utf-8")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(folder) == book


def test_working_past_midnight_and_no_ramadan_hours_are_allowed(folder: Path) -> None:
    path = folder / "association.toml"
    edit(path, "10:00:00, closes = 15:00:00", "21:00:00, closes = 01:00:00")
    assert load(folder).association.hours.ramadan[0].closes.hour == 1
    edit(path, "ramadan = [{ opens = 21:00:00, closes = 01:00:00 }]", "ramadan = []")
    assert load(folder).association.hours.ramadan == ()


def test_an_officer_with_a_telegram_account(folder: Path) -> None:
    edit(folder / "officers.toml", "[sara]", "[sara]\ntelegram = 4503599627370495")
    assert load(folder).officers["sara"].telegram == 4503599627370495


def test_further_meanings_are_welcome(folder: Path) -> None:
    edit(folder / "words.toml", "[meanings]", '[meanings]\nbread = ["خبزٌ"]')
    assert load(folder).words["bread"] == {"خبز"}
