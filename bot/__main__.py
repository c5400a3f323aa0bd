"""The command `sila`: serve, and what an operator needs around it."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import traceback
from pathlib import Path

from bot import commands


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what went wrong is said in a line, without a trace."""
    parser = argparse.ArgumentParser(prog="sila", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("serve", help="the web server, turns, sender and timers")
    verbs.add_parser("migrate", help="bring the database up to date")
    verbs.add_parser("rotate", help="make a new data key and seal everything with it")
    desk = verbs.add_parser("desk", help="print a link that lets an officer into the desk")
    desk.add_argument("officer", help="an id of association/officers.toml")
    contents = verbs.add_parser("content", help="the association's own content")
    contents.add_argument("what", choices=["check"])
    contents.add_argument("folder", nargs="?", type=Path, default=None)
    chosen = parser.parse_args(arguments)
    try:
        return asyncio.run(commands.COMMANDS[chosen.verb](chosen))
    except commands.TROUBLES as trouble:
        return _fail(str(trouble))
    except sqlite3.Error as trouble:
        return _fail(f"DATABASE_URL: {trouble}")
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001 -- of ours: where and what kind, but not what it quotes
        traceback.print_tb(fault.__traceback__)
        return _fail(type(fault).__name__)


def _fail(line: str) -> int:
    print(line, file=sys.stderr)  # noqa: T201 -- the operator's screen
    return 1


if __name__ == "__main__":
    sys.exit(main())
