"""The metrics by name, and the text in which Prometheus reads them.

docs/operations.md says of each what to alert on. No label holds anything about a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Literal, TypeAlias, get_args

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.meter import RECEIPTS, End, Histogram, Meter
from storage.messages import Backlog
from storage.probe import Found
from storage.readings import Unanswered
from storage.retention import KINDS

Labels: TypeAlias = tuple[str, ...]
Samples: TypeAlias = Iterator[tuple[Labels, float]]
Spread: TypeAlias = Iterator[tuple[Labels, Histogram]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is known at one scrape; what the database did not tell is missing."""

    now: datetime
    meter: Meter
    waiting: int  # updates in the queue
    found: Found
    backlog: Sequence[Backlog] = ()
    unanswered: Sequence[Unanswered] = ()
    unfinished: Mapping[str, int] = field(default_factory=dict)  # updates by status


@dataclass(frozen=True, slots=True)
class Counted:
    """A counter or a gauge."""

    kind: Literal["counter", "gauge"]
    name: str
    about: str
    labels: Labels
    samples: Callable[[Snapshot], Samples]

    def family(self, snapshot: Snapshot) -> Metric:
        make = CounterMetricFamily if self.kind == "counter" else GaugeMetricFamily
        family = make(self.name, self.about, labels=self.labels)
        for labels, value in self.samples(snapshot):
            family.add_metric(labels, value)
        return family


@dataclass(frozen=True, slots=True)
class Distribution:
    """A histogram."""

    name: str
    about: str
    labels: Labels
    samples: Callable[[Snapshot], Spread]

    def family(self, snapshot: Snapshot) -> Metric:
        family = HistogramMetricFamily(self.name, self.about, labels=self.labels)
        for labels, histogram in self.samples(snapshot):
            bounds = [*(f"{bound:g}" for bound in histogram.bounds), "+Inf"]
            buckets = list(zip(bounds, accumulate(histogram.counts), strict=True))
            family.add_metric(labels, buckets, histogram.total)
        return family


def _turns(snapshot: Snapshot) -> Samples:
    for channel, tally in snapshot.meter.channels.items():
        yield from (((channel, end), tally.turns[end]) for end in get_args(End))


def _latencies(snapshot: Snapshot) -> Spread:
    yield from (((name,), tally.latency) for name, tally in snapshot.meter.channels.items())


def _sends(snapshot: Snapshot) -> Samples:
    for channel, tally in snapshot.meter.channels.items():
        yield from (((channel, kind), tally.sends[kind]) for kind in RECEIPTS.values())


def _errors(snapshot: Snapshot) -> Samples:
    for channel, tally in snapshot.meter.channels.items():
        yield from (((channel, code), count) for code, count in tally.errors.items())


def _unsent(snapshot: Snapshot) -> Samples:
    yield from (((line.channel, line.status), line.count) for line in snapshot.backlog)


def _unsent_ages(snapshot: Snapshot) -> Samples:
    for line in snapshot.backlog:
        yield (line.channel, line.status), _age(snapshot, line.oldest)


def _escalations(snapshot: Snapshot) -> Samples:
    yield from (((reason,), count) for reason, count in snapshot.meter.escalations.items())


def _misconceptions(snapshot: Snapshot) -> Samples:
    yield from (((id_,), count) for id_, count in snapshot.meter.misconceptions.items())


def _surveys(snapshot: Snapshot) -> Samples:
    yield from (((what,), count) for what, count in snapshot.meter.surveys.items())


def _dropped(snapshot: Snapshot) -> Samples:
    yield from (((kind.name,), snapshot.meter.dropped[kind.name]) for kind in KINDS)


def _unanswered(snapshot: Snapshot) -> Samples:
    yield from (((line.kind,), line.count) for line in snapshot.unanswered)


def _unanswered_ages(snapshot: Snapshot) -> Samples:
    yield from (((line.kind,), _age(snapshot, line.since)) for line in snapshot.unanswered)


def _unfinished(snapshot: Snapshot) -> Samples:
    yield from (((status,), count) for status, count in snapshot.unfinished.items())


def _free(snapshot: Snapshot) -> Samples:
    if snapshot.found.disk:
        yield (), snapshot.found.disk.free


def _age(snapshot: Snapshot, since: datetime) -> float:
    return max(0.0, (snapshot.now - since).total_seconds())


METRICS: tuple[Counted | Distribution, ...] = (
    Counted(
        "counter", "sila_turns", "Updates by how their turn ended.", ("channel", "outcome"), _turns
    ),
    Distribution(
        "sila_turn_seconds", "From an update's arrival to its commit.", ("channel",), _latencies
    ),
    Counted(
        "gauge",
        "sila_updates_waiting",
        "Updates that wait for their turn.",
        (),
        lambda snapshot: iter([((), snapshot.waiting)]),
    ),
    Counted(
        "gauge",
        "sila_unfinished_updates",
        "Updates in the inbox that were put aside or could not be handled.",
        ("status",),
        _unfinished,
    ),
    Distribution(
        "sila_batch_turns",
        "Turns that shared a transaction.",
        (),
        lambda snapshot: iter([((), snapshot.meter.batches)]),
    ),
    Counted(
        "gauge",
        "sila_unsent_messages",
        "Messages that have not gone out: queued, sending or parked.",
        ("channel", "status"),
        _unsent,
    ),
    Counted(
        "gauge",
        "sila_unsent_oldest_seconds",
        "Age of the oldest of these.",
        ("channel", "status"),
        _unsent_ages,
    ),
    Counted(
        "counter", "sila_sends", "Sends by what became of them.", ("channel", "receipt"), _sends
    ),
    Counted(
        "counter",
        "sila_provider_errors",
        "What providers answered to a send, or reported of one later.",
        ("channel", "code"),
        _errors,
    ),
    Counted(
        "counter",
        "sila_escalations",
        "Conversations that went to an officer, by why.",
        ("reason",),
        _escalations,
    ),
    Counted(
        "counter",
        "sila_surveys",
        "Ratings that fell due, by whether they were asked for or why not.",
        ("outcome",),
        _surveys,
    ),
    Counted(
        "counter",
        "sila_misconceptions",
        "Misconceptions that were met and put right.",
        ("misconception",),
        _misconceptions,
    ),
    Counted(
        "counter",
        "sila_dropped_rows",
        "Rows that were over and were dropped by the daily sweep.",
        ("kind",),
        _dropped,
    ),
    Counted(
        "gauge",
        "sila_unanswered_cases",
        "Open cases in which it is an officer's turn.",
        ("kind",),
        _unanswered,
    ),
    Counted(
        "gauge",
        "sila_unanswered_oldest_seconds",
        "How long the oldest of these has waited.",
        ("kind",),
        _unanswered_ages,
    ),
    Counted(
        "gauge",
        "sila_database_writable",
        "1 while the database takes writes, else 0.",
        (),
        lambda snapshot: iter([((), float(snapshot.found.state == "writable"))]),
    ),
    Counted("gauge", "sila_disk_free_bytes", "Free beside the SQLite file.", (), _free),
)


@dataclass(frozen=True, eq=False)
class Families(Collector):
    """The metrics of one snapshot, as the library collects them."""

    snapshot: Snapshot

    def collect(self) -> Iterable[Metric]:
        return [metric.family(self.snapshot) for metric in METRICS]


def registry(snapshot: Snapshot) -> CollectorRegistry:
    """Ours and the process's own, for one scrape: nothing is kept from one to the next."""
    made = CollectorRegistry()
    made.register(Families(snapshot))
    ProcessCollector(registry=made)
    return made
