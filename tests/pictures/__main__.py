"""Takes the pictures of the officers' guide anew: docs/pictures, or the folder named; or some of
them, where names follow. Needs what the tests need, and no network.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import structlog

from tests.browser.page import chromium
from tests.pictures import desk, room, whatsapp
from tests.pictures.album import Album

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def main(folder: Path, *names: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    async with chromium() as browser:
        album = Album(browser, folder, frozenset(names))
        for scenes in (room, whatsapp, desk):
            await scenes.show(album)


if __name__ == "__main__":
    where = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    where.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(where, *sys.argv[2:]))
