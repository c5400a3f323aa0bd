"""python-telegram-bot: a ConversationHandler behind its own webhook server, kept in SQLite.

Every update is flushed to the database. The library's persistence gives no more: updates wait in
memory, acknowledged already, and the state is written after the reply.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

import aiosqlite
from telegram import ReplyKeyboardMarkup, ReplyKeyboardRemove, Update
from telegram.ext import (
    Application,
    BaseHandler,
    BasePersistence,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    TypeHandler,
    filters,
)

from bench.peers.registration import DONE, QUESTIONS, UNCLEAR
from bench.telegram import Telegram

FIRST_REFERENCE = 26_000_000
SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS answers (person INTEGER PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS steps (name TEXT, key TEXT, step TEXT, PRIMARY KEY (name, key));
CREATE TABLE IF NOT EXISTS applications (reference INTEGER PRIMARY KEY, data TEXT NOT NULL);
"""

Context: TypeAlias = ContextTypes.DEFAULT_TYPE
Handler: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, int]]


class Sqlite(BasePersistence[dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What each person has answered, and where each conversation is: a row and a commit each."""

    def __init__(self, path: str) -> None:
        kept = PersistenceInput(bot_data=False, chat_data=False, callback_data=False)
        super().__init__(store_data=kept, update_interval=60)
        self._path = path
        self._connection: aiosqlite.Connection | None = None

    async def _database(self) -> aiosqlite.Connection:
        if self._connection is None:
            self._connection = await aiosqlite.connect(self._path)
            await self._connection.executescript(SCHEMA)
        return self._connection

    async def apply(self, data: dict[str, str]) -> int:
        """Keep an application; its reference."""
        database = await self._database()
        row = json.dumps(data, ensure_ascii=False)
        added = await database.execute("INSERT INTO applications (data) VALUES (?)", (row,))
        await database.commit()
        return FIRST_REFERENCE + (added.lastrowid or 0)

    async def get_user_data(self) -> dict[int, dict[Any, Any]]:
        rows = await (await self._database()).execute_fetchall("SELECT person, data FROM answers")
        return {person: json.loads(data) for person, data in rows}

    async def get_conversations(self, name: str) -> dict[Any, Any]:
        query = "SELECT key, step FROM steps WHERE name = ?"
        rows = await (await self._database()).execute_fetchall(query, (name,))
        return {tuple(json.loads(key)): json.loads(step) for key, step in rows}

    async def update_user_data(self, user_id: int, data: dict[Any, Any]) -> None:
        database = await self._database()
        row = json.dumps(data, ensure_ascii=False)
        await database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (user_id, row))
        await database.commit()

    async def update_conversation(self, name: str, key: Any, new_state: object | None) -> None:
        database = await self._database()
        row = (name, json.dumps(key), json.dumps(new_state))
        await database.execute("INSERT OR REPLACE INTO steps VALUES (?, ?, ?)", row)
        await database.commit()

    async def flush(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    # What this bot does not keep.
    async def get_chat_data(self) -> dict[int, dict[Any, Any]]:
        return {}

    async def get_bot_data(self) -> dict[Any, Any]:
        return {}

    async def get_callback_data(self) -> None: ...
    async def update_chat_data(self, chat_id: int, data: dict[Any, Any]) -> None: ...
    async def update_bot_data(self, data: dict[Any, Any]) -> None: ...
    async def update_callback_data(self, data: Any) -> None: ...
    async def drop_chat_data(self, chat_id: int) -> None: ...
    async def drop_user_data(self, user_id: int) -> None: ...
    async def refresh_user_data(self, user_id: int, user_data: dict[Any, Any]) -> None: ...
    async def refresh_chat_data(self, chat_id: int, chat_data: dict[Any, Any]) -> None: ...
    async def refresh_bot_data(self, bot_data: dict[Any, Any]) -> None: ...


def keyboard(choices: tuple[str, ...]) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if not choices:
        return ReplyKeyboardRemove()
    return ReplyKeyboardMarkup([[choice] for choice in choices], resize_keyboard=True)


async def ask(update: Update, context: Context, step: int) -> int:
    assert update.message is not None
    assert context.user_data is not None
    question = QUESTIONS[step]
    text = question.ask(context.user_data)
    await update.message.reply_text(text, reply_markup=keyboard(question.choices))
    return step


async def start(update: Update, context: Context) -> int:
    assert context.user_data is not None
    context.user_data.clear()
    return await ask(update, context, 0)


def answer(step: int, persistence: Sqlite) -> Handler:
    async def handle(update: Update, context: Context) -> int:
        assert update.message is not None
        assert context.user_data is not None
        value = QUESTIONS[step].read(update.message.text or "")
        if value is None:
            await update.message.reply_text(UNCLEAR, reply_markup=keyboard(QUESTIONS[step].choices))
            return step
        context.user_data[QUESTIONS[step].key] = value
        if step + 1 < len(QUESTIONS):
            return await ask(update, context, step + 1)
        reference = await persistence.apply(context.user_data)
        text = DONE.format(reference=reference)
        await update.message.reply_text(text, reply_markup=ReplyKeyboardRemove())
        return ConversationHandler.END

    return handle


async def keep(_: object, context: Context) -> None:
    """What would be lost with the process otherwise, up to a minute of it."""
    await context.application.update_persistence()


def main() -> None:
    environment = os.environ
    persistence = Sqlite(environment["DATABASE"])
    application = (
        Application.builder()
        .token(environment["TOKEN"])
        .base_url(f"{environment['API']}/bot")
        .persistence(persistence)
        .build()
    )
    text = filters.TEXT & ~filters.COMMAND
    states: dict[object, list[Any]] = {
        step: [MessageHandler(text, answer(step, persistence))] for step in range(len(QUESTIONS))
    }
    begin: BaseHandler[Any, Any, Any] = CommandHandler("start", start)
    application.add_handler(
        ConversationHandler([begin], states, [begin], name="registration", persistent=True)
    )
    application.add_handler(TypeHandler(Update, keep), group=1)
    application.run_webhook(
        listen="127.0.0.1",
        port=int(environment["PORT"]),
        url_path=Telegram.path.lstrip("/"),
        secret_token=environment["SECRET"],
        webhook_url=f"https://bot.example.org{Telegram.path}",
    )


if __name__ == "__main__":
    main()
