"""HTTP alone, with no turns between: what a message costs on its way in and on its way out.

    .venv/bin/python -m bench.edges [seconds]

In: what Telegram and Twilio post, to the real application, whose turns keep nothing. Out: the real
channels, to an API that accepts everything. The other end is a process of its own each time, and
64 messages are under way. Figures depend on the machine, so trust what two releases differ by.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

import uvloop

from bench import telegram, whatsapp, work
from bench.network import Network
from bench.process import Program, free_port
from bench.servers import file_url
from bench.systems import ROOT, Place, sila_telegram, sila_whatsapp
from bench.telegram import Telegram
from bench.whatsapp import WhatsApp
from bench.wire import HERE, Courier, Delivery, listen
from bot import app as shell
from bot.app import App
from bot.body import Body, Choice
from bot.channels.channel import Outgoing, Sent
from bot.config import Settings
from bot.serving import Server
from bot.serving import listen as bind
from bot.turns.loop import Turns
from bot.update import Update

TOGETHER = 64
ROUNDS = 5
PEOPLE = 2000
WARM = 0.3  # seconds that are not measured
TEXT = "الخطوة 4 من 8\nاكتب رقم الجوال الذي نتواصل معك عليه (يبدأ بـ 05):"
OPTIONS = (Choice("a", "نعم", 1), Choice("b", "لا", 2))

NETWORKS: Mapping[str, Callable[[], Network]] = {"telegram": Telegram, "whatsapp": WhatsApp}
ENVIRONMENTS = {"telegram": sila_telegram, "whatsapp": sila_whatsapp}
RECIPIENTS = {
    "telegram": str(telegram.FIRST_CHAT),
    "whatsapp": f"whatsapp:+{whatsapp.FIRST_NUMBER}",
}


# ------------------------------------------------------------------ the two ends
@asynccontextmanager
async def running(name: str, folder: str, port: int, api: str) -> AsyncIterator[App]:
    place = Place(Path(folder), port, api, file_url(Path(folder)))
    values = {key.lower(): value for key, value in ENVIRONMENTS[name](place).items()}
    values.pop("pythonpath")
    settings = Settings(_env_file=None, **values)  # type: ignore[arg-type, call-arg]  # pydantic's
    async with shell.running(settings) as app:
        yield app


async def serve(name: str, port: int, api: str) -> None:
    """The application without turns, in a process of its own."""

    async def nothing(_: Turns, __: Update) -> None: ...

    Turns.take = Turns.take_or_keep = nothing  # type: ignore[method-assign, assignment]  # nothing is kept
    with tempfile.TemporaryDirectory() as folder, bind(HERE, port) as listening:
        async with running(name, folder, port, api) as app:
            await Server(app.web, listening, lambda: None, app.streams.close).run_until_told()


async def accept(name: str, port: int) -> None:
    """The provider's API, in a process of its own."""
    network = NETWORKS[name]()
    server, _ = await listen(
        lambda target, body, answer: answer(network.receive(target, body)[1]), port
    )
    async with server:
        await server.serve_forever()


@asynccontextmanager
async def child(*arguments: str, port: int) -> AsyncIterator[Program]:
    command = (sys.executable, "-m", "bench.edges", *arguments)
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PYTHONPATH": str(ROOT)}
        program = await Program.start(command, environment, ROOT, Path(folder, "log"))
        try:
            await program.answers(port)
            yield program
        finally:
            await program.stop()


# ------------------------------------------------------------------ in and out
async def paced(
    one: Callable[[int], Awaitable[None]], seconds: float, cpu: Callable[[], float]
) -> tuple[float, float, float]:
    """Microseconds of processor for one of them; how long it took at the median and at p99, ms."""
    numbers, took = count(), list[float]()
    until = perf_counter() + WARM

    async def go_on() -> None:
        while (begun := perf_counter()) < until:
            await one(next(numbers))
            took.append(perf_counter() - begun)

    await asyncio.gather(*(go_on() for _ in range(TOGETHER)))
    took.clear()
    until, used = perf_counter() + seconds, cpu()
    await asyncio.gather(*(go_on() for _ in range(TOGETHER)))
    used = cpu() - used
    return used / len(took) * 1e6, median(took) * 1e3, quantiles(took, n=100)[98] * 1e3


async def inwards(name: str, seconds: float) -> tuple[float, float, float]:
    network, port, api = NETWORKS[name](), free_port(), free_port()
    texts = work.texts(0)
    requests = [network.request(n // 8, n % 8, texts[n % 8]) for n in range(PEOPLE * 8)]
    async with (
        child("accept", name, str(api), port=api),
        child("serve", name, str(port), f"http://{HERE}:{api}", port=port) as program,
    ):
        courier = Courier([port], TOGETHER)

        async def one(number: int) -> None:
            ended = asyncio.get_running_loop().create_future()
            request = requests[number % len(requests)]
            courier.deliver(Delivery(request, lambda status, _: ended.set_result(status)))
            assert await ended in {200, 204}

        figures = await paced(one, seconds, program.cpu)
        await courier.close()
    return figures


async def outwards(name: str, seconds: float) -> tuple[float, float, float]:
    api = free_port()
    with tempfile.TemporaryDirectory() as folder:
        async with (
            child("accept", name, str(api), port=api),
            running(name, folder, api, f"http://{HERE}:{api}") as app,
        ):
            channel = next(channel for channel in app.provided if channel.name == name)
            body = Body(text=TEXT, options=OPTIONS if name == "telegram" else ())
            window = datetime.now(UTC) + timedelta(hours=1)
            message = Outgoing(1, "post", body, RECIPIENTS[name], window_until=window)

            async def one(_: int) -> None:
                assert isinstance(await channel.send(message), Sent)

            return await paced(one, seconds, process_time)


async def main(seconds: float) -> None:
    print(f"{'':14}{'CPU us':>9}{'p50 ms':>9}{'p99 ms':>9}")  # noqa: T201 -- the report
    for way in (inwards, outwards):
        for name in NETWORKS:
            rounds = [await way(name, seconds) for _ in range(ROUNDS)]
            cpu, middle, last = (median(column) for column in zip(*rounds, strict=True))
            label = f"{name} {way.__name__[:-5]}"
            print(f"{label:14}{cpu:9.0f}{middle:9.2f}{last:9.2f}", flush=True)  # noqa: T201 -- as above


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", name, port, api]:
            uvloop.run(serve(name, int(port), api))
        case ["accept", name, port]:
            uvloop.run(accept(name, int(port)))
        case given:
            uvloop.run(main(float(given[0]) if given else 2.0))
