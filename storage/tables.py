"""Every table that holds what was said and done, and what is asked of all of them alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

CHUNK = 500  # rows in one transaction


@dataclass(frozen=True, slots=True)
class Table:
    """`key`: its key columns, each with what precedes all values. `sealed`: those of its `columns`
    that are. `counted`: it makes its ids. `most`: its rows in one transaction.
    """

    name: str
    key: Mapping[str, str | int]
    columns: tuple[str, ...]
    sealed: tuple[str, ...]
    counted: bool
    most: int


def _table(
    name: str,
    key: Mapping[str, str | int],
    columns: str,
    *,
    counted: bool = False,
    most: int = CHUNK,
) -> Table:
    """A star before a column says that it is sealed."""
    names = columns.split()
    plain = tuple(column.lstrip("*") for column in names)
    sealed = tuple(column[1:] for column in names if column.startswith("*"))
    return Table(name, key, plain, sealed, counted, most)


TABLES = (
    _table("persons", {"id": ""}, "notices language created_at"),
    _table(
        "addresses",
        {"id": ""},
        "channel account *external person *phone reachable window_until created_at",
    ),
    _table("reference_numbers", {"reference": ""}, "kind made_at"),
    _table(
        "applications",
        {"reference": ""},
        "address person programme applicant state *answers identity terms officer "
        "department submitted_at delivered_at updated_at",
    ),
    _table("verifications", {"application": "", "field": ""}, "mark *note officer at"),
    _table(
        "cases",
        {"reference": ""},
        "address person kind reason flow state owner department programme application "
        "priority *details outcome *summary opened_at claimed_at due_at closed_at "
        "updated_at level lane concerns follows parked resolved_at",
    ),
    _table("attachments", {"id": "", "number": -1}, "case *content at", most=20),
    _table("case_rooms", {"case": "", "room": ""}, "thread card opened_at"),
    _table("clocks", {"case": "", "name": ""}, "target ran since told"),
    _table("leaves", {"officer": ""}, "since"),
    _table(
        "officer_changes",
        {"officer": "", "number": 0},
        "standing *content file made_by made_at",
    ),
    _table("conversations", {"address": ""}, "*state format revision updated_at"),
    _table("consents", {"id": 0}, "person version given channel at", counted=True),
    _table(
        "inbox",
        {"channel": "", "account": "", "id": ""},
        "subject status *raw failure received_at",
    ),
    _table("refusals", {"channel": "", "account": "", "id": ""}, "*reason at"),
    _table(
        "ratings",
        {"application": ""},
        "kind address person state score effort conduct reason *comment comment_kind "
        "programme department officer answer channel policy how unconfirmed held recovery "
        "due_at asked_at answered_at",
    ),
    _table(
        "recoveries",
        {"reference": ""},
        "application why score again opened_at asked_at answered_at",
    ),
    _table(
        "improvements",
        {"reference": ""},
        "origin state department programme reason month title owner why changed_ar "
        "changed_en author approver opened_at due_at decided_at approved_at updated_at",
    ),
    _table("improvement_suggestions", {"improvement": "", "suggestion": ""}, ""),
    _table(
        "misconceptions",
        {"id": ""},
        "*content authors state case approver made_at updated_at",
    ),
    _table("praises", {"id": 0}, "department programme *words at", counted=True),
    _table(
        "recommendations",
        {"id": 0},
        "person half channel state score held due_at answered_at",
        counted=True,
    ),
    _table("phones", {"address": ""}, "number"),
    _table("unnamed_buffer", {"programme": "", "month": ""}, "department *answers"),
    _table("unnamed_answers", {"key": ""}, "programme month department question value *words"),
    _table("due", {"id": 0}, "subject kind *payload at status dedupe", counted=True),
    _table("audit", {"id": 0}, "at actor subject case move reason *details", counted=True),
    _table(
        "messages",
        {"id": 0},
        "direction channel account lane room address case act target author *body rank "
        "slot status external attempts repeated retry_at reason created_at settled_at "
        "dedupe",
        counted=True,
    ),
    _table("contents", {"key": ""}, "sid made_at"),
    _table("templates", {"name": "", "language": ""}, "digest sid status reason checked_at"),
    _table(
        "documents",
        {"id": ""},
        "address application key type size digest *name message state at",
    ),
    _table("document_chunks", {"document": "", "number": -1}, "*content", most=20),
    _table(
        "answer_versions",
        {"answer": "", "number": 0},
        "digest title_ar title_en text_ar text_en source_ar source_en approved_by_ar "
        "approved_by_en owner phrasings opens valid_until made_by approver approved_at "
        "corrects_since made_at",
    ),
    _table("answers_given", {"id": 0}, "address answer version at corrected", counted=True),
    _table(
        "answer_drafts",
        {"id": 0},
        "answer *content case authors base revision state made_at updated_at",
        counted=True,
    ),
    _table("questions", {"id": 0}, "*question reason shown case state at", counted=True),
    _table("dictionaries", {"id": 0}, "digest *words made_at", counted=True),
    _table("keys", {"id": 0}, "purpose fingerprint salt wrapped made_at"),
)
"""What is referred to comes first, and what opens all the others last: before that, a server that
is started on the target finds nothing it could read, and `copy` notices keys that are not ours.
"""

SEALED = tuple(table for table in TABLES if table.sealed)

COPYING = {
    "copy_read_{table}": (
        "SELECT * FROM {table} WHERE ({key}) > ({given}) ORDER BY {key} LIMIT :limit"
    ),
    "copy_write_{table}": (
        "INSERT INTO {table} ({columns}) {own} VALUES ({values}) ON CONFLICT DO NOTHING"
    ),
    "copy_last_{table}": "SELECT {key} FROM {table} ORDER BY {backwards} LIMIT 1",
    "copy_count_{table}": "SELECT count(*) AS count FROM {table}",
}
"""The rows after a key in its order, the writing of one as it is, the last key, the count."""

ROTATION = {
    "stale_{table}": (
        "SELECT {key}, {sealed} FROM {table} WHERE ({other}) AND ({key}) > ({given})"
        " ORDER BY {key} LIMIT :limit FOR UPDATE"
    ),
    "reseal_{table}": "UPDATE {table} SET {anew} WHERE {row}",
}
"""The rows after a key with a value that another data key sealed (its first three bytes name the
key), and the rewriting of one. The rows stay as they were read until they are written: on
PostgreSQL a server may be about to change them.
"""


def statements() -> Iterator[tuple[str, str]]:
    """By name what copying asks of every table, and rotation of those with sealed columns."""
    for table in TABLES:
        key, columns = table.key, (*table.key, *table.columns)
        words = {
            "table": table.name,
            "key": _each('"{}"', key),
            "backwards": _each('"{}" DESC', key),
            "given": _each(":{}", key),
            "columns": _each('"{}"', columns),
            "values": _each(":{}", columns),
            "own": "OVERRIDING SYSTEM VALUE" if table.counted else "",
            "sealed": _each('"{}"', table.sealed),
            "other": _each('substr("{}", 1, 3) <> :header', table.sealed, " OR "),
            "anew": _each('"{0}" = :{0}', table.sealed),
            "row": _each('"{0}" = :{0}', key, " AND "),
        }
        for name, text in (COPYING | ROTATION if table.sealed else COPYING).items():
            yield name.format(**words), text.format(**words)


def _each(form: str, names: Iterable[str], between: str = ", ") -> str:
    return between.join(form.format(name) for name in names)
