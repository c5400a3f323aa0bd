"""How fast Sila is on this machine, beside bots made with the usual libraries."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bench import aims, machine, page, profile, report
from bench.fire import ordeal
from bench.run import run
from bench.suite import LARGE, Entry, Experiment, Pace, suite
from bench.systems import SYSTEMS

QUICK = ("telegram", "whatsapp", "steady")
USUAL = (*QUICK, "provider", "crowd")
LONG = (*USUAL, "stored")
EVERY = (*LONG, "echo")
"""The names of experiments: what is measured in short, by itself, at length, when asked for."""


async def main(chosen: argparse.Namespace) -> None:
    measured, told = {}, {}
    rounds = chosen.rounds or (1 if chosen.quick else 3)
    with tempfile.TemporaryDirectory() as kept:
        for experiment in experiments(chosen):
            _say(f"\n{experiment.title}\n")
            done = await run(experiment, rounds, Path(kept))
            if not done:
                continue
            measured[experiment.name] = done
            told[experiment.name] = f"{report.table(experiment, done)}\n\n{report.note(done)}"
            _say(told[experiment.name])
    reached = aims.reached(measured)
    if chosen.long:
        verdicts = await ordeal.run(_say)
        told["fire"] = ordeal.table(verdicts)
        reached |= ordeal.reached(verdicts)
        _say(told["fire"])
    if chosen.profile:
        _say(await profile.of_sila(pace(chosen), *chosen.only[:1]))
    if chosen.json:
        chosen.json.write_text(json.dumps(_plain(measured), indent=1), "utf-8")
    if chosen.write_docs:
        for name, text in told.items():
            page.put(name, f"{_provenance()}\n\n{text}")
        page.reach(reached)


def experiments(chosen: argparse.Namespace) -> list[Experiment]:
    """The suite or a part of it; or one experiment as the options describe it."""
    if chosen.profile:
        return []
    if any((chosen.people, chosen.rate, chosen.api_delay_ms, chosen.stored)):
        return [own(chosen)]
    people, seconds = (50, 1.0) if chosen.quick else (200, 5.0)
    names = chosen.experiments or (QUICK if chosen.quick else LONG if chosen.long else USUAL)
    every = suite(people, chosen.seconds or seconds)
    found = [one.only(chosen.only) for one in every if one.name in names]
    return [experiment for experiment in found if experiment.entries]


def own(chosen: argparse.Namespace) -> Experiment:
    names = chosen.only or ("sila", "ptb")
    entries = (
        Entry(name, SYSTEMS[name], pace(chosen), stored=chosen.stored or 0) for name in names
    )
    return Experiment("own", "As asked for", tuple(entries), steady=bool(chosen.rate))


def pace(chosen: argparse.Namespace) -> Pace:
    delay = (chosen.api_delay_ms or 0) / 1000
    return Pace(chosen.people or 200, chosen.seconds or 5.0, chosen.rate or 0.0, delay)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="one short round of what matters most")
    add("--long", action="store_true", help=f"also {LARGE:,} people stored, and all under fire")
    add("--rounds", type=int, help="how often each entry is measured (3; 1 when quick)")
    add("--seconds", type=float, help="for which new people begin (5; 1 when quick)")
    add("--experiments", type=_among(EVERY), default=(), help=f"only these of {','.join(EVERY)}")
    add("--only", type=_among(SYSTEMS), default=(), help=f"only these of {','.join(SYSTEMS)}")
    add("--people", type=int, help="an experiment of your own: how many write at once")
    add("--rate", type=float, help="the same: messages a second instead of all they can")
    add("--api-delay-ms", type=float, help="the same: what the provider takes for each send")
    add("--stored", type=int, help="the same: how many registered before")
    add("--profile", action="store_true", help="where Sila spends its processor time")
    add("--json", type=Path, metavar="FILE", help="keep all the figures")
    add("--write-docs", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args(given)


def _among(known: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """Reads names with commas between them."""

    def names(text: str) -> tuple[str, ...]:
        found = tuple(text.split(","))
        if unknown := set(found) - set(known):
            raise argparse.ArgumentTypeError(f"no such thing: {', '.join(sorted(unknown))}")
        return found

    return names


def _provenance() -> str:
    command = shlex.join(["python", "-m", "bench", *sys.argv[1:]])
    return f"`{command}`, {datetime.now(UTC):%Y-%m-%d}, {machine.describe()}."


def _plain(measured: dict[str, list[report.Round]]) -> dict[str, object]:
    return {
        name: [{entry: asdict(figures) for entry, figures in one.items()} for one in rounds]
        for name, rounds in measured.items()
    }


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- the report


if __name__ == "__main__":
    uvloop.run(main(arguments()))
