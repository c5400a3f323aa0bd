"""SECRET_KEY: what the settings say, or a file beside the SQLite database, made on first use."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from bot.config import Settings
from storage.location import sqlite_file
from storage.whole_file import whole_file

KEY_FILE = "secret.key"


class NoSecret(Exception):  # noqa: N818 -- read by people as a sentence
    """There is no SECRET_KEY where one must be; the text says where it was looked for."""


def secret_key(settings: Settings) -> str:
    """The secret in force; where there is none yet, it is made, for the owner only."""
    if not settings.secret_key and not (path := key_file(settings)).exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError), whole_file(path) as partial:  # another process was faster
            partial.write_text(secrets.token_urlsafe(48), "ascii")
    return kept(settings)


def kept(settings: Settings) -> str:
    """The secret in force. `NoSecret` where there is none: nothing is made."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    path = key_file(settings)
    try:
        secret = path.read_text("ascii").strip()
    except FileNotFoundError:
        raise NoSecret(f"SECRET_KEY: not set, and there is no {path}") from None
    except UnicodeDecodeError:
        secret = ""
    if not secret:
        raise NoSecret(
            f"SECRET_KEY: not set, and {path} holds none: put it back from its backup, or remove "
            "the file if no database was ever made with it"
        )
    return secret


def key_file(settings: Settings) -> Path:
    """Where the secret is while no setting gives it. `NoSecret` if there is no such place."""
    if database := sqlite_file(settings.database_url):
        return database.parent / KEY_FILE
    raise NoSecret("SECRET_KEY: needed with PostgreSQL, the same for every process")
