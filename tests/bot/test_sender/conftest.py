"""A sender on a real database, with a channel that answers as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.sending import Sending, sending


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Sending]:
    async with sending(tmp_path) as ours:
        yield ours
