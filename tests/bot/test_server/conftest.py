"""A site that one origin may embed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.site import OURS, Site, bearing, site

pytestmark = pytest.mark.asyncio(loop_scope="module")

ORIGIN = "https://www.example.org"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    async with site(folder, widget_origins=(ORIGIN,)) as ours:
        yield ours


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def known(ours: Site) -> dict[str, str]:
    """Headers that both sides accept."""
    return {**bearing(await ours.token()), **OURS, "Content-Type": "application/json"}
