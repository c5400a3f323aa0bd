"""Retention: once a day what is over is dropped, counted, and written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.meter import Meter
from flows.book import Association
from storage import audit, retention
from storage.audit import Entry
from storage.database import Database

BATCH = 200  # rows in one unit
MOST = 50_000  # rows of one kind in one sweep: what is left is for tomorrow
YEAR = timedelta(days=365, hours=6)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Retention:
    """`association` says how long."""

    database: Database
    association: Association
    meter: Meter

    async def sweep(self, now: datetime) -> Mapping[str, int]:
        """How many rows of each kind were dropped. Raises what the database raises."""
        limits = self._limits(now)
        dropped: Counter[str] = Counter()
        for kind in retention.KINDS:
            named = {name: limits[kind.name, name] for name in kind.limits}
            count = await retention.drop(self.database, kind, named, BATCH, MOST)
            dropped[kind.name] = count
            self.meter.swept(kind.name, count)
        async with self.database.unit() as unit:
            audit.record(unit, Entry(now, "bot", "retention", "sweep", details=dict(dropped)))
        log.info("swept", **dropped)
        return dropped

    def _limits(self, now: datetime) -> Mapping[tuple[str, str], datetime]:
        """Before when each kind is over."""
        kept = self.association.retention
        talk = now - timedelta(days=kept.talk_days)
        served = now - kept.served_years * YEAR
        return {
            ("applications", "served_before"): served,
            ("applications", "refused_before"): now - kept.refused_years * YEAR,
            ("cases", "before"): talk,
            ("enquiries", "before"): talk,
            ("messages", "before"): talk,
            ("attachments", "before"): talk,
            ("conversations", "before"): talk,
            ("praises", "before"): talk,
            ("remarks", "before"): talk,
            ("unnamed", "before"): talk,
            ("questions", "before"): talk,
            ("recommendations", "before"): talk,
            ("answers_given", "before"): talk,
            ("addresses", "before"): talk,
            ("persons", "before"): talk,
            ("audit", "before"): served,
            ("due", "before"): now - timedelta(days=kept.due_days),
            ("inbox", "done_before"): now - timedelta(days=kept.inbox_days),
            ("inbox", "failed_before"): now - timedelta(days=kept.failed_days),
        }
