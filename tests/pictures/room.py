"""The scenes in the staff room: a topic each, after what officers and people did there."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from pathlib import Path

from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.pictures.album import Album
from tests.pictures.topic import Shown
from tests.shell import REGISTRATION, Desk, Visitor
from tests.walks.test_lanes import FOCAL, SUPERVISORS
from tests.walks.test_telegram import KHALID

SIZE = {"width": 560, "height": 800}
QUESTION, ANSWER = "متى تبدأ الدورة القادمة؟", "تبدأ يوم الأحد القادم بإذن الله."


async def _says(there: Stage, reference: str, *lines: str) -> None:
    """Sara, in the topic of a case."""
    for line in lines:
        await there.sara.say(line, thread=there.topic(reference))
        await there.settled()


async def _taps(there: Stage, reference: str, label: str) -> None:
    found = [one for one in there.told(reference) if label in one.labels]
    await there.sara.tap(found[-1], label)
    await there.settled()


async def _answers(there: Stage, reference: str, words: str) -> None:
    """What the bot asked last, in a reply to it."""
    asked = there.told(reference)[-1]
    await there.sara.say(words, thread=there.topic(reference), reply_to=asked)
    await there.settled()


async def _asks(there: Stage, *lines: str) -> None:
    for line in lines:
        await there.visitor.say(line)
        await there.settled()


async def _applied(there: Stage) -> str:
    """An application that Sara has."""
    await _asks(there, *REGISTRATION)
    [case] = await there.visitor.cases()
    await _taps(there, case.reference, "استلام")
    return case.reference


async def card(there: Stage) -> AsyncIterator[Shown]:
    reference = await there.open_case()
    await _asks(there, QUESTION)
    await _taps(there, reference, "استلام")
    await _says(there, reference, ANSWER)
    await _asks(there, "وأين مكانها؟")
    await _says(there, reference, "// أسأل عنها قسم البرامج")
    yield Shown.of(there.topic(reference))


async def unclaimed(there: Stage) -> AsyncIterator[Shown]:
    reference = await there.open_case()
    await _asks(there, QUESTION)
    await _says(there, reference, ANSWER)
    yield Shown.of(there.topic(reference))
    await _taps(there, reference, "استلام وإرسال")
    yield Shown.of(there.topic(reference))


async def closing(there: Stage) -> AsyncIterator[Shown]:
    reference = await there.claimed_case()
    await _asks(there, QUESTION)
    await _says(there, reference, ANSWER)
    await _taps(there, reference, "إغلاق")
    yield Shown.of(there.topic(reference))
    await _taps(there, reference, "أُوضح الأمر")
    await _answers(there, reference, "أُرسل موعد الدورة ومكانها.")
    yield Shown.of(there.topic(reference))


async def transfer(there: Stage) -> AsyncIterator[Shown]:
    there.api.user(KHALID, "خالد")
    reference = await there.claimed_case()
    await _asks(there, "نحن جمعية ونريد الانضمام إليكم")
    await _taps(there, reference, "تحويل")
    yield Shown.of(there.topic(reference), last=2)
    await _taps(there, reference, "خالد")
    await _answers(there, reference, "جمعية جديدة، تسأل عن العضوية")
    yield Shown.of(there.topic(reference), last=4)


async def canned(there: Stage) -> AsyncIterator[Shown]:
    reference = await there.claimed_case()
    await _asks(there, "هل على الخدمة رسوم؟")
    await _says(there, reference, "ردود")
    yield Shown.of(there.topic(reference), last=3)


async def need(there: Stage) -> AsyncIterator[Shown]:
    reference = await _applied(there)
    await _says(there, reference, "/need الجوال")
    await _answers(there, reference, "الرقم لا يرد، نأمل كتابة رقم يعمل.")
    yield Shown.of(there.topic(reference), last=4)


async def digest(there: Stage) -> AsyncIterator[Shown]:
    await _applied(there)
    for n in range(3):
        await Visitor(there.app, f"applies {n}").say(*REGISTRATION)
        await Visitor(there.app, f"waits {n}").say("السلام عليكم", "موظف", QUESTION)
    await there.settled()
    talks = [one for one in there.group.topics if "محادثة" in one.name]
    for topic in talks[:2]:
        reference = topic.name.partition(" ")[0].strip("\u2066\u2069")
        await _taps(there, reference, "استلام")
        there.clock.advance(timedelta(minutes=4))
        await _says(there, reference, ANSWER)
    asked = await there.sara.say("ملخص")
    told = await there.answer(asked)
    await there.settled()
    yield Shown(there.group.title, (asked, told))


async def sensitive(there: Stage) -> AsyncIterator[Shown]:
    await _asks(there, "السلام عليكم", "شخص يبتزني بصوري")
    focal = there.api.world.groups[FOCAL]
    [topic] = focal.topics
    reference = topic.name.partition(" ")[0].strip("\u2066\u2069")
    hessa = Desk(there.app, "hessa")
    assert await hessa.make(reference, "claim") is None
    assert await hessa.make(reference, "say", "أنا معك، وما تكتبه هنا لا يراه غيري.") is None
    await there.settled()
    await _asks(there, "شكرًا")
    yield Shown.of(topic)


SCENES: Mapping[str, Callable[[Stage], AsyncIterator[Shown]]] = {
    "card": card,
    "unclaimed": unclaimed,
    "closing": closing,
    "transfer": transfer,
    "canned": canned,
    "need": need,
    "digest": digest,
    "sensitive": sensitive,
}


"""What is played; each picture shows the topic at one moment or two."""


async def show(album: Album) -> None:
    """All of them."""
    async with album.watched(**SIZE) as context:
        page = await context.new_page()
        for name, scene in SCENES.items():
            if album.wants(name):
                with tempfile.TemporaryDirectory() as folder:
                    async with stage(Path(folder), supervisors=SUPERVISORS, focal=FOCAL) as there:
                        album.keep(name, [await shown.shot(page) async for shown in scene(there)])
