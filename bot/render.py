"""Texts become words: a catalog or book line, its values isolated, dates in both calendars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from hijridate import Gregorian

from bot.catalog import Catalog
from flows.arabic import fold, isolate
from flows.book import Book, Language, Officer, Programme, Wording
from flows.text import Lines, Shown, Text


def book_lines(book: Book) -> Mapping[str, Wording]:
    """Every wording of the book under the id a `Text` names it by (``book.…``), but for aliases."""
    lines: dict[str, Wording] = {
        "book.association.name": book.association.name,
        "book.association.address": book.association.contact.address,
        "book.privacy.purpose": book.association.privacy.purpose,
        "book.privacy.retention": book.association.privacy.retention,
        "book.privacy.officer": book.association.privacy.officer,
        "book.policy.beyond": book.association.policy.beyond,
    }
    for n, its in enumerate(book.association.emergency):
        lines[f"book.emergency.{n}"] = its.name
    for clause in book.clauses.values():
        lines[f"book.clause.{clause.id}.title"] = clause.title
        lines[f"book.clause.{clause.id}.text"] = clause.text
    for reply in book.replies.values():
        lines[f"book.reply.{reply.id}.title"] = reply.title
        lines[f"book.reply.{reply.id}.text"] = reply.text
    for department in book.departments.values():
        lines[f"book.department.{department.id}"] = department.name
    for governorate in book.governorates.values():
        lines[f"book.governorate.{governorate.id}"] = governorate.name
    for answer in book.answers.values():
        path = f"book.answer.{answer.id}"
        lines |= {
            f"{path}.title": answer.title,
            f"{path}.text": answer.text,
            f"{path}.source": answer.source,
        }
    lines |= _of_charter(book)
    for programme in book.programmes.values():
        lines |= _of_programme(programme)
    return lines


def _of_programme(programme: Programme) -> Mapping[str, Wording]:
    path = f"book.programme.{programme.id}"
    lines = {f"{path}.title": programme.title, f"{path}.summary": programme.summary}
    if programme.conditions:
        lines[f"{path}.conditions"] = programme.conditions
    lines |= {f"{path}.step.{n}": step for n, step in enumerate(programme.steps)}
    for rule in programme.eligibility:
        at = f"{path}.eligibility.{rule.key}"
        lines |= {f"{at}.ask": rule.ask, f"{at}.refusal": rule.refusal}
        if rule.help:
            lines[f"{at}.help"] = rule.help
        lines |= {f"{at}.option.{pick.id}": pick.label for pick in rule.options}
    for own in programme.fields:
        at = f"{path}.field.{own.key}"
        lines |= {f"{at}.ask": own.ask, f"{at}.label": own.label, f"{at}.help": own.help}
        lines |= {f"{at}.option.{pick.id}": pick.label for pick in own.options}
    for paper in programme.documents:
        at = f"{path}.document.{paper.key}"
        lines |= {f"{at}.ask": paper.ask, f"{at}.label": paper.label, f"{at}.help": paper.help}
    return lines


def _of_charter(book: Book) -> Mapping[str, Wording]:
    lines: dict[str, Wording] = {}
    for its in book.misconceptions.values():
        path = f"book.misconception.{its.id}"
        lines |= {f"{path}.fact": its.fact, f"{path}.source": its.source}
    for party in book.parties.values():
        path = f"book.party.{party.id}"
        lines[f"{path}.title"] = party.title
        lines |= {f"{path}.right.{n}": right for n, right in enumerate(party.rights)}
        lines |= {f"{path}.duty.{n}": duty for n, duty in enumerate(party.duties)}
    for referral in book.referrals.values():
        path = f"book.referral.{referral.id}"
        lines |= {f"{path}.need": referral.need, f"{path}.name": referral.name}
    return lines


@dataclass(frozen=True, slots=True)
class Renderer:
    """Joins texts with words. `lines` are the book's, `catalogs` ours.

    `officers` are looked up each time, because they change while the process runs.
    """

    catalogs: Mapping[Language, Catalog]
    lines: Mapping[str, Wording]
    officers: Mapping[str, Officer] = field(default_factory=dict)
    _words: dict[tuple[str, Language], str] = field(init=False, repr=False, default_factory=dict)

    def render(self, text: Text, language: Language) -> str:
        """The words of `text`. Raises MissingLine, or KeyError for a value its line lacks."""
        if not text.values and text.count is None and not text.id.startswith(OFFICER):
            return self._fixed(text, language)
        values = {name: self.show(value, language) for name, value in text.values.items()}
        if text.count is not None:
            values["count"] = isolate(str(text.count))
        return self._line(text, language).format_map(values)

    def _fixed(self, text: Text, language: Language) -> str:
        """Words that are the same for everybody."""
        key = text.id, language
        if key not in self._words:
            self._words[key] = self._line(text, language).format_map({})
        return self._words[key]

    def _line(self, text: Text, language: Language) -> str:
        if text.id.startswith(OFFICER):
            officer = self.officers.get(text.id.removeprefix(OFFICER))
            former = self.catalogs[language].line("staff.former_officer")
            return escape(officer.alias.in_(language)) if officer else former
        if wording := self.lines.get(text.id):
            return escape(wording.in_(language))
        return self.catalogs[language].line(text.id, text.count)

    def show(self, value: Shown, language: Language) -> str:
        """A value as it stands in a line."""
        match value:
            case Text():
                return self.render(value, language)
            case Lines(texts):
                return "\n".join(self.render(text, language) for text in texts)
            case datetime():
                return isolate(f"{self._day(value, language)} {value:%H:%M}")
            case date():
                return isolate(self._both_calendars(value, language))
            case _:
                return isolate(str(value))

    def _day(self, day: date, language: Language) -> str:
        return written(day, "EEEE d MMMM", language)

    def _both_calendars(self, day: date, language: Language) -> str:
        """``22 نوفمبر 2026م (12 جمادى الآخرة 1448هـ)``; years hijridate lacks stay Gregorian."""
        line = self.catalogs[language].line
        gregorian = written(day, "d MMMM y", language)
        try:
            hijri = written_in_hijri(day, language)
        except OverflowError:
            return line("date.gregorian").format(date=gregorian)
        return line("date.both").format(gregorian=gregorian, hijri=hijri)

    def labels(self, book: Book) -> Mapping[str, frozenset[str]]:
        """Folded spellings of every label, in all languages, for reading typed replies."""
        spoken = {id_: {wording.ar, wording.en} for id_, wording in self.lines.items()}
        for catalog in self.catalogs.values():
            for id_, line in catalog.lines.items():
                if ".option." in id_ or id_.endswith(".label") or id_.startswith("common."):
                    spoken.setdefault(id_, set()).add(line)
        for governorate in book.governorates.values():
            spoken[f"book.governorate.{governorate.id}"].update(governorate.aliases)
        return {id_: frozenset(map(fold, lines)) - {""} for id_, lines in spoken.items()}


@lru_cache(maxsize=4096)  # lines of the book are few, and shown to everybody
def escape(words: str) -> str:
    """The words as a line without placeholders."""
    return words.replace("{", "{{").replace("}", "}}")


@lru_cache(maxsize=4096)
def written(day: date, pattern: str, language: Language) -> str:
    """A Gregorian date by one of CLDR's patterns."""
    return format_date(day, pattern, locale=_LOCALES[language])


@lru_cache(maxsize=4096)
def written_in_hijri(day: date, language: Language) -> str:
    """``12 جمادى الآخرة 1448``. OverflowError outside the years hijridate has."""
    hijri = Gregorian.fromdate(day).to_hijri()
    return f"{hijri.day} {hijri.month_name(language)} {hijri.year}"


OFFICER = "book.officer."
_LOCALES: Mapping[Language, str] = {"ar": "ar_SA", "en": "en_GB"}
