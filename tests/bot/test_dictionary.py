"""The dictionary of our words: the same in every process, and worth having."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from bot import body
from bot.dictionary import LARGEST, UNSAID, dictionary
from storage import messages
from storage.messages import BODY
from storage.press import MARK, Press
from tests.bot.sending import renderer
from tests.databases import look
from tests.shell import REGISTRATION, ROOT, Visitor, running

DIGEST = """
from hashlib import sha256
from pathlib import Path
from bot import catalog, content
from bot.dictionary import dictionary
from bot.render import Renderer, book_lines
made = Renderer(catalog.read_all(), book_lines(content.load(Path("association"))))
print(sha256(dictionary(made)).hexdigest())
"""


@pytest.fixture(scope="module")
def words() -> bytes:
    return dictionary(renderer())


def press(words: bytes) -> Press:
    made = Press()
    made.learn({1: words})
    return made


def test_every_process_makes_the_same(words: bytes) -> None:
    """Else each start would add one."""
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    command = [sys.executable, "-c", DIGEST]
    said = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    assert said.stdout.decode().strip() == sha256(words).hexdigest()


def test_it_has_what_we_say_in_chats_and_nothing_of_our_pages(words: bytes) -> None:
    assert len(words) <= LARGEST
    lines = renderer().catalogs["ar"].lines
    said = [id_ for id_ in lines if not id_.startswith(UNSAID)]
    assert all(_inside(lines[id_]) in words for id_ in said)
    pages = [_inside(line) for id_, line in lines.items() if id_.startswith(UNSAID[:2])]
    own = [line for line in pages if len(line) > 40]
    assert own
    assert not any(line in words for line in own)


def test_what_is_likeliest_comes_last(words: bytes) -> None:
    assert words.endswith(b"}")
    assert words.rindex(_inside(renderer().catalogs["ar"].line("common.welcome"))) > len(words) / 2


async def test_what_we_say_in_a_registration_takes_less_than_half(
    tmp_path: Path, words: bytes
) -> None:
    async with running(tmp_path) as app:
        noura = Visitor(app)
        await noura.say(*REGISTRATION)
        async with app.database.view() as view:
            lines = await messages.transcript(view, await noura.address(), limit=1000)
        url = app.settings.database_url
        kept = [app.database.vault.open(raw, BODY) for [raw] in look(url, BODIES)]
    said = [msgspec.json.encode(line.body) for line in lines if line.direction == "out"]
    assert len(said) == len(kept) >= len(REGISTRATION)
    ours, without = press(words), press(b"none of ours")
    assert total(ours, said) * 2 < sum(map(len, said))
    assert total(ours, said) * 2 < total(without, said), "and half of what Zstandard has alone"
    assert all(text.startswith(MARK) for text in kept), "so it lies in the database"
    assert all(body.read(msgspec.json.decode(ours.unpress(ours.press(t)))) for t in said)


async def test_it_is_kept_once_however_often_we_start(tmp_path: Path) -> None:
    for _ in range(2):
        async with running(tmp_path) as app:
            assert look(app.settings.database_url, "SELECT count(*) FROM dictionaries") == [(1,)]


BODIES = "SELECT body FROM messages WHERE direction = 'out' ORDER BY id"


def total(press: Press, texts: list[bytes]) -> int:
    return sum(len(press.press(text)) for text in texts)


def _inside(line: str) -> bytes:
    return msgspec.json.encode(line)[1:-1]
