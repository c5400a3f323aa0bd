"""The command `sila`: serve, and what an operator needs around it."""

from __future__ import annotations

import argparse
import sys
import traceback
from importlib import import_module
from pathlib import Path

import uvloop

LIGHT = {"content": "bot.content_commands"}
"""Where a command stands that needs nothing of what serves, which is large to load."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what went wrong is said in a line, without a trace."""
    parser = argparse.ArgumentParser(prog="sila", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("serve", help="the web server, turns, sender and timers")
    migrate = verbs.add_parser("migrate", help="bring the database up to date")
    migrate.add_argument(
        "--post", action="store_true", help="also what must wait until no older release runs"
    )
    verbs.add_parser("rotate", help="make a new data key and seal everything with it")
    check = verbs.add_parser("check", help="look whether everything it needs is as it must be")
    check.add_argument("--offline", action="store_true", help="ask neither Telegram nor Twilio")
    backup = verbs.add_parser("backup", help="copy the database to a file, beside a server")
    backup.add_argument("file", type=Path, help="where there is no file yet")
    restore = verbs.add_parser("restore", help="put such a copy where there is no database yet")
    restore.add_argument("file", type=Path, help="what `sila backup` made")
    copy = verbs.add_parser("copy", help="copy an SQLite file into DATABASE_URL, a PostgreSQL one")
    copy.add_argument("source", help="such as sqlite:///data/sila.db; nobody may serve from it")
    desk = verbs.add_parser("desk", help="print a link that lets an officer into the desk")
    desk.add_argument("officer", help="an id of association/officers.toml")
    contents = verbs.add_parser("content", help="the association's own content")
    contents.add_argument(
        "what",
        choices=["check", "list", "evaluate", "match"],
        help="name mistakes; list answers; ask questions and print what became; match JSON lines",
    )
    contents.add_argument("folder", nargs="?", type=Path, default=None)
    contents.add_argument("--data", type=Path, default=None, help="a file of questions to evaluate")
    templates = verbs.add_parser("templates", help="what WhatsApp must approve: how it stands")
    templates.add_argument("what", nargs="?", choices=["list", "create", "submit"], default="list")
    explain = verbs.add_parser(
        "explain", help="how a question is read, and which answers it may ask for"
    )
    explain.add_argument("question", help='such as "وين مقركم"')
    export = verbs.add_parser("export", help="what was measured, as a file without a person in it")
    export.add_argument("what", choices=["ratings", "cases", "indicators", "governance"])
    export.add_argument("file", type=Path, help="the file; of governance, the folder of the pack")
    export.add_argument("--format", choices=["xlsx", "csv"], help="else as the file's name ends")
    export.add_argument("--from", dest="first", help="2026-01, 2026-Q1 or 2026; else this year")
    export.add_argument("--to", dest="last", help="up to the end of this one; else of --from")
    export.add_argument("--language", choices=["ar", "en"], default="ar")
    simulate = verbs.add_parser("simulate", help="fill an empty database with a year made up")
    simulate.add_argument("database", help="such as sqlite:///data/simulated.db")
    simulate.add_argument("--services", type=int, default=20_000)
    simulate.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    commands = import_module(LIGHT.get(chosen.verb, "bot.commands"))
    try:
        return int(uvloop.run(commands.COMMANDS[chosen.verb](chosen)))
    except commands.TROUBLES as trouble:
        return _fail(str(trouble))
    except commands.DATABASE_TROUBLES as trouble:
        return _fail(f"DATABASE_URL: {trouble}")
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001 -- of ours: where and what kind, but not what it quotes
        known = import_module("storage.trouble")
        if known.is_damage(fault):
            return _fail(f"DATABASE_URL: {fault}: {known.REMEDY}")
        traceback.print_tb(fault.__traceback__)
        return _fail(type(fault).__name__)


def _fail(line: str) -> int:
    print(line, file=sys.stderr)  # noqa: T201 -- the operator's screen
    return 1


if __name__ == "__main__":
    sys.exit(main())
