"""kill -9 at every statement of a turn: all of it or nothing, and the same update succeeds."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.update import FromOfficer, FromPerson, Update
from flows.checklist import ALL
from flows.events import Said
from tests.bot.killing import killed_at_every_statement
from tests.databases import look
from tests.shell import REGISTRATION, Visitor, running_on

TABLES = (
    "inbox",
    "persons",
    "addresses",
    "conversations",
    "consents",
    "reference_numbers",
    "cases",
    "applications",
    "verifications",
    "ratings",
    "recoveries",
    "praises",
    "due",
    "audit",
    "messages",
)
COUNTS = ", ".join(
    [
        *(f"(SELECT count(*) FROM {table})" for table in TABLES),
        "(SELECT coalesce(sum(revision), 0) FROM conversations)",
    ]
)
SUBMITTED = REGISTRATION
CLAIMED = (*SUBMITTED, "/claim")
TALKED = ("السلام عليكم", "مسؤول", "/claim")
MATCHED = (*CLAIMED, "/mark sighted")
APPROVED = (*MATCHED, "/approve")
DELIVERED = (*APPROVED, "/deliver")
REJECTED = (*CLAIMED, "/reject information")


async def update(app: App, words: str, number: int) -> Update:
    """What a person types, or with a slash what the officer of their case does."""
    if not words.startswith("/"):
        what: FromPerson | FromOfficer = FromPerson("visitor", Said(words), str(number))
        return Update("website", "website", str(number), what)
    [case, *_] = await Visitor(app).cases()
    move, _, outcome = words[1:].partition(" ")
    what = FromOfficer("sara", case.reference, move, "وعليكم السلام", outcome, about=ALL)
    return Update("desk", "sara", str(number), what)


async def play(app: App, words: tuple[str, ...]) -> None:
    for number, each in enumerate(words):
        await app.turns.take(await update(app, each, number))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        pytest.param((), "السلام عليكم", id="first words"),
        pytest.param((), "مسؤول", id="hand-off"),
        pytest.param(REGISTRATION[:2], "نعم", id="consent"),
        pytest.param(REGISTRATION[:-1], "إرسال الطلب", id="submit"),
        pytest.param(SUBMITTED, "/claim", id="claim"),
        pytest.param(CLAIMED, "/say", id="an officer's words"),
        pytest.param((*CLAIMED, "/say"), "شكرا لكم على الرد", id="relay"),
        pytest.param(CLAIMED, "/canned no_fees", id="a canned reply"),
        pytest.param(CLAIMED, "/clause correctness", id="words with a clause"),
        pytest.param(TALKED, "/release", id="release"),
        pytest.param(TALKED, "/hand_back", id="hand-back"),
        pytest.param(TALKED, "/close solved", id="closing"),
        pytest.param(CLAIMED, "/mark sighted", id="matching"),
        pytest.param(MATCHED, "/approve", id="approval"),
        pytest.param(CLAIMED, "/reject information", id="rejection"),
        pytest.param((*REJECTED, "اعتراض"), "أرفقت المطلوب كله", id="objection"),
        pytest.param((*SUBMITTED, "سحب الطلب"), "نعم", id="withdrawal"),
        pytest.param(APPROVED, "/deliver", id="delivery"),
        pytest.param(DELIVERED, "نعم كاملة", id="confirmation"),
        pytest.param(DELIVERED, "لم تصل", id="dispute"),
        pytest.param((*DELIVERED, "نعم كاملة", "5"), "تخطي", id="rating"),
        pytest.param((*DELIVERED, "نعم كاملة"), "1", id="low rating"),
        pytest.param(("السلام عليكم", "شكر وثناء"), "شكرًا لكم", id="praise"),
    ],
)
async def test_all_or_nothing_at_every_statement(
    database_url: str, before: tuple[str, ...], words: str
) -> None:
    async with running_on(database_url) as app:
        await play(app, before)
        last = await update(app, words, 999)
        nothing_done = counts(database_url)
        assert await killed_at_every_statement(app, last, lambda: counts(database_url)) > 5
        all_done = counts(database_url)
        assert all_done != nothing_done
        await app.turns.take(last)
        assert counts(database_url) == all_done


def counts(url: str) -> tuple[int, ...]:
    """How many rows each table holds, and the sum of every conversation's revision."""
    [found] = look(url, f"SELECT {COUNTS}")
    return found
