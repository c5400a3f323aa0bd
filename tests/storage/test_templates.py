"""What is known of the templates that WhatsApp approves."""

from __future__ import annotations

from dataclasses import replace

from storage import templates
from storage.database import Database
from storage.templates import Made
from tests.storage.rows import NOW, later

MADE = Made("waiting_reply", "ar", "a1b2", "HX1", "unsubmitted", None, NOW)


async def test_the_last_word_on_each_counts(database: Database) -> None:
    rejected = replace(MADE, status="rejected", reason="words", checked_at=later(days=1))
    english = replace(MADE, language="en", sid="HX2")
    for made in (MADE, english, rejected):
        async with database.unit() as unit:
            templates.keep(unit, made)
    async with database.view() as view:
        assert await templates.all_made(view) == [rejected, english]
        assert await templates.find(view, "waiting_reply", "ar") == rejected
        assert await templates.find(view, "waiting_reply", "fr") is None
