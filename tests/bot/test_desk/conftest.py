"""A desk that is open to a network, and the demo's."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.site import Site, site

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """Open to a network, so that everybody needs a pass."""
    async with site(tmp_path_factory.mktemp("desk"), host="0.0.0.0") as ours:
        yield ours


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with site(tmp_path_factory.mktemp("demo")) as demo:
        yield demo
