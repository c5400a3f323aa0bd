"""The real program killed, provoked and flooded: nothing is lost, no step is done twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench import postgres
from bench.fire import burst, flood, kills, provider
from bench.fire.scene import scene
from bench.network import Trouble
from bench.systems import SYSTEMS

SILA = SYSTEMS["sila"]
WAITING = 2000  # updates that the server lets wait
SAFETY = 300  # seconds after which something hangs


async def test_kills_lose_nothing(tmp_path: Path) -> None:
    times = 3
    async with asyncio.timeout(SAFETY), scene(SILA, tmp_path, api_delay=0.02) as fire:
        await kills.register(fire, 30, [kills.on_server(fire)] * times, rate=150, seed=1)
        verdict = await fire.end()
    assert verdict.finished == 30
    assert verdict.holds, verdict
    assert verdict.duplicates <= times * kills.IN_FLIGHT


@pytest.mark.postgresql
async def test_kills_of_two_processes_and_of_postgresql_lose_nothing(tmp_path: Path) -> None:
    async with (
        asyncio.timeout(SAFETY),
        postgres.running() as cluster,
        scene(SILA, tmp_path, database=cluster.url, processes=2, api_delay=0.02) as fire,
    ):
        servers = [kills.on_server(fire, number) for number in range(2)]
        blows = [servers[0], kills.on_database(cluster), servers[1]]
        await kills.register(fire, 30, blows, rate=150, seed=1)
        verdict = await fire.end()
    assert verdict.finished == 30
    assert verdict.holds, verdict
    assert verdict.duplicates <= 2 * len(blows) * kills.IN_FLIGHT


async def test_trouble_at_the_provider_loses_nothing(tmp_path: Path) -> None:
    async with asyncio.timeout(SAFETY), scene(SILA, tmp_path) as fire:
        met = await provider.register(fire, people=24, seed=1)
        verdict = await fire.end()
    assert set(met) == set(Trouble)
    assert verdict.finished == 24
    assert verdict.holds, verdict
    assert verdict.duplicates <= sum(met[trouble] for trouble in met if trouble.sent_again)


async def test_a_flood_hurts_nobody_else_and_keeps_its_order(tmp_path: Path) -> None:
    messages = 500
    async with asyncio.timeout(SAFETY), scene(SILA, tmp_path, api_delay=0.005) as fire:
        patient, rash = await flood.beside(fire, people=30, messages=messages)
        verdict = await fire.end(others=2 * messages)
    assert verdict.finished == 30
    assert verdict.holds, verdict
    assert verdict.duplicates == 0
    assert len(patient.heard) == len(rash.heard) == messages
    assert patient.in_order


async def test_more_at_once_than_may_wait_is_told_to_come_again(tmp_path: Path) -> None:
    people = WAITING + 1000
    async with asyncio.timeout(SAFETY), scene(SILA, tmp_path) as fire:
        await burst.greet(fire, people)
        refusals = fire.load.tally.refusals
        verdict = await fire.end()
    assert refusals
    assert {status for status, _ in refusals} == {503}
    assert all(retry_after > 0 for _, retry_after in refusals)
    assert verdict.written == people
    assert verdict.holds, verdict
