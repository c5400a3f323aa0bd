"""What an officer's line names by its label: a move, a field that is matched, an outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flows import ending, transfer
from flows.book import Book, Department, Officer
from flows.cases import Case
from flows.checklist import ALL, HOWS, WRONG
from flows.text import Shown, Text

Words = Callable[[Shown], str]


def named(prefix: str, label: str, ids: Iterable[str], words: Words) -> str:
    """The id whose line under `prefix` reads so."""
    return next(id_ for id_ in ids if words(Text(f"{prefix}.{id_}")) == label)


def field(case: Case, label: str | None, words: Words) -> str:
    """A field of the checklist; without a label, all that are left."""
    fields = case.checklist.fields
    return next((f.key for f in fields if label and words(f.label) == label), ALL)


def outcome(act: str, label: str, book: Book, words: Words) -> str:
    """How a field was confirmed, a clause of the policy, or what a case is closed with."""
    if not label or act in transfer.MOVES:
        return ""
    if act == "mark":
        return named("staff.checklist.mark", label, (*HOWS, WRONG), lambda t: words(t)[2:])
    if act == "reject":
        return next(clause.id for clause in book.clauses.values() if clause.title.ar == label)
    return named("case.outcome", label, ending.OUTCOMES, words)


def target(
    act: str, label: str, book: Book, cases: Mapping[str, Case]
) -> Officer | Department | Case | None:
    """Whom or what a case is given to, or the case that it goes on in."""
    match act:
        case "assign":
            return next(officer for officer in book.officers.values() if officer.alias.ar == label)
        case "transfer":
            return next(team for team in book.departments.values() if team.name.ar == label)
        case "merge":
            return cases.get(label)
    return None
