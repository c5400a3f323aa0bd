"""aiogram 3: its finite state machine in Redis, which writes every change through to the disk.

Redis is a child of this process, so that what it takes is counted with it. An update is
acknowledged before its handler runs.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.peers.registration import DONE, QUESTIONS, UNCLEAR
from bench.telegram import Telegram
from bench.wire import HERE

FIRST_REFERENCE = 26_000_000
CONNECTIONS = 4096  # to Redis; with fewer, updates that were acknowledged fail under load
STATES = [State(question.key, "Registration") for question in QUESTIONS]

router = Router()


def keyboard(choices: tuple[str, ...]) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if not choices:
        return ReplyKeyboardRemove()
    rows = [[KeyboardButton(text=choice)] for choice in choices]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_data({})
    await state.set_state(STATES[0])
    await message.answer(QUESTIONS[0].ask({}), reply_markup=keyboard(QUESTIONS[0].choices))


async def answer(message: Message, state: FSMContext, raw_state: str) -> None:
    """Any step: its place is the place of its state."""
    step = next(place for place, one in enumerate(STATES) if one.state == raw_state)
    value = QUESTIONS[step].read(message.text or "")
    if value is None:
        await message.answer(UNCLEAR, reply_markup=keyboard(QUESTIONS[step].choices))
        return
    answers = await state.update_data({QUESTIONS[step].key: value})
    if step + 1 < len(QUESTIONS):
        question = QUESTIONS[step + 1]
        await state.set_state(STATES[step + 1])
        await message.answer(question.ask(answers), reply_markup=keyboard(question.choices))
        return
    storage = state.storage
    assert isinstance(storage, RedisStorage)
    reference = FIRST_REFERENCE + await storage.redis.incr("applications")
    kept = {key: str(value) for key, value in answers.items()}
    await storage.redis.hset(f"application:{reference}", mapping=kept)  # type: ignore[arg-type]  # keys may be texts
    await state.clear()
    await message.answer(DONE.format(reference=reference), reply_markup=keyboard(()))


for _state in STATES:
    router.message(_state, F.text)(answer)


def redis(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A server with its files in `folder`, and its port."""
    with socket.create_server((HERE, 0)) as taken:
        port = int(taken.getsockname()[1])
    options = {
        "port": str(port),
        "bind": HERE,
        "dir": str(folder),
        "save": "",
        "appendonly": "yes",
        "appendfsync": "always",
    }
    command = [
        "redis-server",
        *(part for name, value in options.items() for part in (f"--{name}", value)),
    ]
    server = subprocess.Popen(command)  # noqa: S603 -- the words are ours
    while server.poll() is None:
        with closing(socket.socket()) as attempt:
            if attempt.connect_ex((HERE, port)) == 0:
                return server, port
        time.sleep(0.01)
    raise RuntimeError(f"redis-server ended with {server.returncode}")


def main() -> None:
    environment = os.environ
    server, port = redis(Path(environment["DATABASE"]).parent)
    storage = RedisStorage.from_url(
        f"redis://{HERE}:{port}/0", connection_kwargs={"max_connections": CONNECTIONS}
    )
    session = AiohttpSession(api=TelegramAPIServer.from_base(environment["API"]))
    bot = Bot(environment["TOKEN"], session=session)
    dispatcher = Dispatcher(storage=storage)
    dispatcher.include_router(router)
    application = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, secret_token=environment["SECRET"])
    handler.register(application, Telegram.path)
    setup_application(application, dispatcher, bot=bot)
    try:
        web.run_app(application, host=HERE, port=int(environment["PORT"]), access_log=None)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
