"""What Prometheus reads: every metric of the guide, for those it is for, about nobody."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.channels.channel import Later, Sent
from bot.meter import Meter
from bot.metrics import Snapshot
from bot.turns.waiting import Queue
from bot.update import Reach, Update
from storage import inbox
from storage.inbox import Arrival
from storage.messages import Backlog
from storage.probe import Disk, Found
from storage.readings import Unanswered
from storage.trouble import TROUBLE
from tests.bot.site import PATIENCE, Answer, Site, site
from tests.clock import SUNDAY_MORNING as NOW
from tests.shell import ROOT

TOKEN = "the token of the tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path, metrics_token=TOKEN, telegram_staff_chat_id=-1001) as ours:
        yield ours


def values(answer: Answer) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels."""
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


# ------------------------------------------------------------------ the guide
def full() -> Snapshot:
    """In which every metric has a value."""
    meter = Meter()
    meter.turn(Update("telegram", "bot", "1", Reach("1", reachable=True)), "done", NOW, NOW)
    meter.sent("telegram", Later("too_fast"), NOW)
    meter.escalated("asked")
    meter.debunked("fees")
    meter.surveyed("asked")
    return Snapshot(
        NOW,
        meter,
        0,
        Found("writable", Disk(1, 2)),
        [Backlog("telegram", "queued", 1, NOW)],
        [Unanswered("hand_off", 1, NOW)],
        {"failed": 1},
    )


def spelled() -> dict[str, tuple[str, ...]]:
    """The labels of every metric there is, by the name it is asked for by."""
    told = {}
    for family in metrics.registry(full()).collect():
        assert family.samples, family.name
        names = tuple(label for label in family.samples[0].labels if label != "le")
        told[family.name + ("_total" if family.type == "counter" else "")] = names
    return told


def test_the_guide_has_every_metric_with_its_labels_and_says_what_to_alert_on() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|(.*?)\| (.+?) \| (.+?) \|$", guide, re.MULTILINE)
    written = {
        name: tuple(re.findall(r"`(\w+)`", labels))
        for name, labels, meaning, alert in rows
        if name.startswith(("sila_", "process_")) and meaning and alert
    }
    assert written == spelled()


def test_the_library_reads_what_is_written() -> None:
    found = {family.name for family in metrics.registry(full()).collect()}
    assert {name.removesuffix("_total") for name in spelled()} == found
    assert len(metrics.METRICS) == sum(name.startswith("sila_") for name in found)


# ------------------------------------------------------------------ what is counted
async def test_a_conversation_is_seen_in_the_metrics(ours: Site) -> None:
    await ours.say(await ours.token(), "مسؤول")
    ours.clock.advance(timedelta(minutes=3))
    found = values(await ours.get("/metrics"))
    assert found["sila_escalations_total", "asked"] == 1
    assert found["sila_unanswered_cases", "hand_off"] == 1
    assert found["sila_unanswered_oldest_seconds", "hand_off"] == 180
    assert found["sila_unsent_messages", "telegram", "queued"] >= 1
    assert found["sila_unsent_oldest_seconds", "telegram", "queued"] == 180
    assert (found["sila_database_writable",], found["sila_updates_waiting",]) == (1, 0)
    assert found["sila_disk_free_bytes",] > 0
    assert found["process_resident_memory_bytes",] > 2**20


async def test_what_goes_out_is_counted_by_its_channel(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "السلام عليكم")
    async with ours.talk(token) as stream:
        await stream.texts(2)
    sent = ("sila_sends_total", "website", "sent")
    async with asyncio.timeout(PATIENCE):  # the row can be read before its send has ended
        while not (found := values(await ours.get("/metrics"))).get(sent):
            pass
    assert found["sila_sends_total", "website", "failed"] == 0


async def test_turns_sends_and_errors_are_told_with_zeros(
    ours: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter = ours.app.kit.meter
    update = Update("whatsapp", "bot", "1", Reach("1", reachable=True))
    meter.turn(update, "done", NOW, NOW + timedelta(seconds=0.3))
    meter.turn(update, "failed", NOW, NOW + timedelta(seconds=99))
    meter.batch(3)
    meter.sent("whatsapp", Sent("m1"), NOW)
    meter.sent("whatsapp", Later("busy_20429"), NOW)
    monkeypatch.setattr(Queue, "__len__", lambda _: 7)
    found = values(await ours.get("/metrics"))
    assert found["sila_turns_total", "whatsapp", "done"] == 1
    assert found["sila_turns_total", "whatsapp", "failed"] == 1
    assert found["sila_turns_total", "whatsapp", "not_kept"] == 0
    spread = {key[2]: n for key, n in found.items() if key[0] == "sila_turn_seconds_bucket"}
    assert (spread["0.25"], spread["0.5"], spread["30"], spread["+Inf"]) == (0, 1, 1, 2)
    assert found["sila_turn_seconds_sum", "whatsapp"] == pytest.approx(99.3)
    assert found["sila_turn_seconds_count", "whatsapp"] == 2
    batches = {key[1]: n for key, n in found.items() if key[0] == "sila_batch_turns_bucket"}
    assert batches["4"] == batches["2"] + 1
    assert found["sila_sends_total", "whatsapp", "sent"] == 1
    assert found["sila_sends_total", "whatsapp", "failed"] == 0
    assert found["sila_provider_errors_total", "whatsapp", "busy_20429"] == 1
    assert found["sila_updates_waiting",] == 7


async def test_an_update_that_could_not_be_handled_is_seen(ours: Site) -> None:
    async with ours.app.database.unit() as unit:
        arrival = Arrival("telegram", "bot", "1", "x")
        inbox.fail(unit, arrival, b"raw", "KeyError", ours.clock.now())
    assert values(await ours.get("/metrics"))["sila_unfinished_updates", "failed"] == 1


async def test_nothing_in_them_is_about_anybody(ours: Site) -> None:
    token = await ours.token()
    await ours.say(token, "اسمي نورة ورقمي 0551234567")
    await ours.say(token, "مسؤول")
    text = (await ours.get("/metrics")).text
    for secret in ("نورة", "0551234567", token, ours.address(token), "26000", TOKEN, "-1001"):
        assert secret not in text


async def test_without_the_database_the_rest_is_told(
    ours: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise TROUBLE[0]("no")

    monkeypatch.setattr(ours.app.database, "view", fail)
    found = values(await ours.get("/metrics"))
    assert ("sila_database_writable",) in found
    assert not any(key[0] == "sila_unsent_messages" for key in found)


# ------------------------------------------------------------------ whom they are for
async def test_this_machine_reads_them_without_a_token(ours: Site) -> None:
    assert (await ours.get("/metrics")).status == 200
    assert (await ours.get("/metrics", headers=BEARER)).status == 200


PROXIES = [
    {"X-Forwarded-For": "203.0.113.7"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1"},
    {"X-Real-IP": "203.0.113.7"},
    {"Via": "1.1 proxy"},
    {"Host": "sila.example.org"},
]


@pytest.mark.parametrize("headers", PROXIES)
async def test_through_a_proxy_they_need_the_token(ours: Site, headers: dict[str, str]) -> None:
    refused = await ours.get("/metrics", headers=headers)
    assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert b"sila_" not in refused.body
    for given in (
        "Bearer wrong",
        f"Basic {TOKEN}",
        TOKEN,
        "Bearer",
        f"Bearer {TOKEN}x",
        "Bearer é",
    ):
        sent = {**headers, "Authorization": given}
        assert (await ours.get("/metrics", headers=sent)).status == 401
    assert (await ours.get("/metrics", headers={**headers, **BEARER})).status == 200


@pytest.mark.parametrize("headers", PROXIES)
async def test_without_a_token_there_is_nothing_for_others(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    async with site(tmp_path) as ours:
        for sent in (headers, {**headers, "Authorization": "Bearer "}):
            assert (await ours.get("/metrics", headers=sent)).status == 404
        assert (await ours.get("/metrics")).status == 200
