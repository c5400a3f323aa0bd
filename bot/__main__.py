"""The command `sila`: serve, and what an operator needs around it."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot import commands
from bot.config import BadSettings


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what went wrong is said in a line, without a trace."""
    parser = argparse.ArgumentParser(prog="sila", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("serve", help="the web server, turns, sender and timers")
    verbs.add_parser("migrate", help="bring the database up to date")
    desk = verbs.add_parser("desk", help="print a link that lets an officer into the desk")
    desk.add_argument("officer", help="an id of association/officers.toml")
    contents = verbs.add_parser("content", help="the association's own content")
    contents.add_argument("what", choices=["check"])
    contents.add_argument("folder", nargs="?", type=Path, default=None)
    chosen = parser.parse_args(arguments)
    try:
        return asyncio.run(commands.COMMANDS[chosen.verb](chosen))
    except (BadSettings, *commands.TROUBLES) as trouble:
        print(trouble, file=sys.stderr)  # noqa: T201 -- the operator's screen
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
