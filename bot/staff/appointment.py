"""An officer as administrators see them: the line that is typed, the card, its buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.render import Renderer
from bot.roster import ROLES
from flows.arabic import clean, fold
from flows.book import Book, Officer, Role, Wording
from flows.text import Lines, Shown, Text

Id = TypeVar("Id", bound=str)

CARD = "officer"  # the order that a tap on the card gives
ON, OFF = "☑", "☐"
LONGEST_ALIAS = 40  # characters
LONGEST_KEY = 18  # characters of a department on a button, whose data are 64 bytes at most

_NUMBER = re.compile(r"(?<![0-9])[0-9]{5,16}(?![0-9])")
_PARTS = re.compile(r"[؛;\n]+")
_LISTED = re.compile(r"[،,]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a line says of somebody; what it does not say stays as it is.

    `name` is what came first, the account's number taken out: an officer's name, or a new one.
    """

    name: str = ""
    telegram: int | None = None
    alias: Wording | None = None
    roles: frozenset[Role] | None = None
    departments: frozenset[str] | None = None
    strange: str = ""  # a part that is none of these


def read(text: str, book: Book, renderer: Renderer) -> Wish:
    """``123456789 سارة / Sarah؛ خدمة المستفيدين، التطوع؛ مشرف``: but for the first in any order."""
    first, *others = map(clean, _PARTS.split(text))
    number = _NUMBER.search(first)
    wish = Wish(_NUMBER.sub("", first).strip(), int(number[0]) if number else None)
    for part in others:
        if roles := _ids(part, _roles(renderer)):
            wish = replace(wish, roles=roles)
        elif departments := _ids(part, _departments(book)):
            wish = replace(wish, departments=departments)
        elif "/" in part and (alias := wording(part)):
            wish = replace(wish, alias=alias)
        elif part:
            wish = replace(wish, strange=part)
    return wish


def wording(words: str) -> Wording | None:
    """``سارة / Sarah``, or one name for both languages. None for what no name can be."""
    arabic, _, english = (part.strip() for part in words.partition("/"))
    alias = Wording(arabic or english, english or arabic)
    fits = all(1 < len(name) <= LONGEST_ALIAS for name in (alias.ar, alias.en))
    return alias if fits and not re.search(r"[0-9@<>{}]", words) else None


def named(name: str, officers: Iterable[Officer]) -> Officer | None:
    """The officer of this id or alias, if there is one and no other."""
    said = fold(name)
    found = [
        o for o in officers if said and said in {fold(o.id), fold(o.alias.ar), fold(o.alias.en)}
    ]
    return found[0] if len(found) == 1 else None


def identify(alias: Wording, taken: Iterable[str]) -> str:
    """An id for somebody new: of the English name, where it is in Latin letters."""
    base = re.sub("[^a-z0-9]+", "_", alias.en.casefold()).strip("_")[:24] or "officer"
    known = {*taken}
    return next(
        id_
        for n in range(1, len(known) + 2)
        if (id_ := base if n == 1 else f"{base}_{n}") not in known
    )


def card(officer: Officer, book: Book) -> Text:
    """Who it is and what they may do; for somebody who left, that they did."""
    who: dict[str, Shown] = {"alias": officer.alias.ar, "id": officer.id}
    if not officer.roles:
        return Text("staff.officer.former", who)
    roles = tuple(Text(f"staff.role.{role}") for role in ROLES if role in officer.roles)
    own = [id_ for id_ in book.departments if id_ in officer.departments]
    departments = tuple(Text(f"book.department.{id_}") for id_ in own)
    none = (Text("staff.officer.none"),)
    return Text(
        "staff.officer.card",
        {**who, "roles": Lines(roles), "departments": Lines(departments or none)},
    )


def buttons(
    officer: Officer, book: Book, say: Callable[[Text], str], *, leaving: bool = False
) -> tuple[tuple[str, str], ...]:
    """Labels and callback data: every role and department to switch, and the way out and back."""
    if not officer.roles:
        return (_button(say(Text("staff.officer.relist")), officer, "relist"),)
    if leaving:
        sure, back = say(Text("staff.officer.remove_sure")), say(Text("staff.officer.keep"))
        return (_button(sure, officer, "removed"), _button(back, officer, "show"))
    roles = [
        _switch(say(Text(f"staff.role.{role}")), officer, f"role.{role}", on=role in officer.roles)
        for role in ROLES
    ]
    departments = [
        _switch(
            say(Text(f"book.department.{id_}")),
            officer,
            f"in.{id_[:LONGEST_KEY]}",
            on=id_ in officer.departments,
        )
        for id_ in book.departments
    ]
    return (*roles, *departments, _button(say(Text("staff.officer.remove")), officer, "remove"))


def department(key: str, book: Book) -> str | None:
    """The department that a button stands for."""
    found = [id_ for id_ in book.departments if id_[:LONGEST_KEY] == key]
    return found[0] if len(found) == 1 else None


def _switch(label: str, officer: Officer, verb: str, *, on: bool) -> tuple[str, str]:
    return _button(f"{ON if on else OFF} {label}", officer, verb)


def _button(label: str, officer: Officer, verb: str) -> tuple[str, str]:
    return label, f"o:{CARD}:{officer.id}.{verb}"


def _ids(part: str, spelled: Mapping[str, Id]) -> frozenset[Id]:
    """The ids of everything listed, if all of it is known."""
    said = [fold(one) for one in _LISTED.split(part) if fold(one)]
    return (
        frozenset(spelled[one] for one in said) if all(o in spelled for o in said) else frozenset()
    )


def _roles(renderer: Renderer) -> Mapping[str, Role]:
    lines = {
        fold(catalog.line(f"staff.role.{role}")): role
        for catalog in renderer.catalogs.values()
        for role in ROLES
    }
    return lines | {fold(role): role for role in ROLES}


def _departments(book: Book) -> Mapping[str, str]:
    spelled = {fold(id_): id_ for id_ in book.departments}
    for one in book.departments.values():
        spelled |= {fold(one.name.ar): one.id, fold(one.name.en): one.id}
    return spelled
