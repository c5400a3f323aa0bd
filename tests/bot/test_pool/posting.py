"""A pool as its tests hold it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.transport.connection import Answer
from bot.transport.pool import Pool

SECRET = "123456:THE-TOKEN"
PATIENT = 60.0  # seconds; what is waited for comes
SOON = 0.05  # seconds; what it ends never comes


async def post(pool: Pool, body: bytes = b"x", patience: float = PATIENT) -> Answer:
    head = pool.head(f"/bot{SECRET}/sendMessage", {"Content-Type": "application/json"})
    return await pool.post(head, body, patience)


@asynccontextmanager
async def pooled(url: str, connections: int = 64, patience: float = PATIENT) -> AsyncIterator[Pool]:
    pool = Pool(url, connections, patience)
    try:
        yield pool
    finally:
        await pool.close()
