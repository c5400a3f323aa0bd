"""How fast Sila is on this machine: `make bench`, or `python -m bench --help`."""

from __future__ import annotations

import argparse

import uvloop

from bench.measure import Pace, measure
from bench.systems import SYSTEMS


async def main(chosen: argparse.Namespace) -> None:
    pace = Pace(chosen.people, chosen.seconds, chosen.rate, chosen.api_delay_ms / 1000)
    for name in chosen.only:
        print(await measure(SYSTEMS[name], pace))  # noqa: T201 -- the report


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=200, help="how many write at once")
    parser.add_argument("--seconds", type=float, default=5, help="for which new people begin")
    parser.add_argument("--rate", type=float, default=0, help="messages a second; 0: all they can")
    parser.add_argument("--api-delay-ms", type=float, default=0, help="the provider's own time")
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(SYSTEMS))
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(main(arguments()))
