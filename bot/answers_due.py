"""What falls due about answers: reminders before their date, and corrections, batch by batch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time, timedelta

from bot.clock import riyadh
from bot.kit import Kit
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.scene import Scene
from bot.update import Correction, Upkeep
from flows import calendar, matching, quiet
from flows.answers import SOON
from flows.book import Answer, Hours
from flows.calendar import RIYADH
from flows.effects import Say
from flows.text import Lines, Text
from storage import answers, schedule
from storage.answers import Version
from storage.schedule import Due
from storage.unit import Unit
from storage.vault import Json

SUBJECT = "answers"
DAY = timedelta(days=1)
TOGETHER = 50  # people whose correction is scheduled in one unit
SETTLED = timedelta(minutes=1)  # by then every process says the new version
BETWEEN = timedelta(seconds=5)  # batches of corrections, so that others come in between


def schedule_reminders(unit: Unit, made: Version, hours: Hours) -> None:
    """For the department, in the morning: once when the date comes near, once when it is past."""
    until, today = date.fromisoformat(made.valid_until), riyadh(made.made_at).date()
    marks = {"expiring": until - SOON, "expired": until + DAY}
    if today > until:
        del marks["expiring"]
    for kind, day in marks.items():
        morning = datetime.combine(max(day, today + DAY), time(), RIYADH)
        what = {"kind": kind, "owner": made.owner, "until": made.valid_until}
        key = f"answers:{kind}:{made.owner}:{made.valid_until}"
        at = calendar.next_opening(morning, hours)
        schedule.add(unit, Due(SUBJECT, "answers_date", what, at, key))


def schedule_correction(unit: Unit, made: Version) -> None:
    """Whoever was given an earlier version in the window is told of this one."""
    if made.corrects_since:
        what = {"answer": made.answer, "version": made.number, "batch": 1}
        since = made.corrects_since.isoformat()
        _schedule_batch(unit, {**what, "since": since}, made.made_at + SETTLED)


def _schedule_batch(unit: Unit, what: Json, at: datetime) -> None:
    key = f"correction:{what['answer']}:{what['version']}:{what['batch']}"
    schedule.add(unit, Due(SUBJECT, "correction", what, at, key))


async def act(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: Upkeep | Correction
) -> None:
    """Do what fell due. `dossier` is of the person who is to be told something."""
    schedule.done(unit, what.row)
    match what:
        case Upkeep(kind=kind, payload=payload):
            await DUE[kind](unit, kit, now, payload)
        case Correction() if dossier:
            await correct(unit, kit, now, dossier, what)


async def remind(unit: Unit, kit: Kit, now: datetime, payload: Json) -> None:
    """Tell the owner's department which answers have this date, if any still has."""
    ids = [
        its.id
        for its in kit.book.answers.values()
        if (its.owner, its.valid_until.isoformat()) == (payload["owner"], payload["until"])
    ]
    if ids:
        words = Text(
            f"staff.answer.{payload['kind']}",
            {
                "owner": Text(f"book.department.{payload['owner']}"),
                "until": date.fromisoformat(payload["until"]),
                "titles": Lines(tuple(Text(f"book.answer.{id_}.title") for id_ in ids)),
            },
        )
        kit.room.report(unit, words, now)


async def spread(unit: Unit, kit: Kit, now: datetime, payload: Json) -> None:
    """Schedule the correction for the next of those who were given something wrong."""
    answer, version = payload["answer"], payload["version"]
    since = datetime.fromisoformat(payload["since"])
    people = await answers.misled(unit, answer, version, since, TOGETHER)
    answers.correct(unit, answer, version, people)
    for address in people:
        _schedule(unit, kit, Correction(0, address, answer, version), now)
    if len(people) == TOGETHER:
        _schedule_batch(unit, {**payload, "batch": payload["batch"] + 1}, now + BETWEEN)


def _schedule(unit: Unit, kit: Kit, what: Correction, at: datetime) -> None:
    """One person's. What is put off has a key of its own, with its time; each is used once."""
    at = quiet.allowed(at, kit.book.association.hours)
    key = f"correction:{what.answer}:{what.version}:{what.address}:{riyadh(at):%Y%m%d%H%M}"
    payload = {"answer": what.answer, "version": what.version}
    schedule.add(unit, Due(what.address, "correction_told", payload, at, key))


async def correct(unit: Unit, kit: Kit, now: datetime, dossier: Dossier, what: Correction) -> None:
    """Tell one person what is right, outside quiet hours; nothing that is wrong again by now.

    The conversation goes on where it was. WhatsApp may park the message until they write.
    """
    answer = kit.book.answers.get(what.answer)
    if answer is None or not answer.valid_on(riyadh(now).date()):
        return
    if quiet.is_quiet(now, kit.book.association.hours):
        _schedule(unit, kit, what, now)
        return
    if kit.versions.get(what.answer, 0) < what.version:  # this process has not heard of it yet
        _schedule(unit, kit, what, now + SETTLED)
        return
    scene = Scene.enter(unit, kit, now, dossier, apply)
    scene.says.append(Say(corrected(answer)))
    scene.leave()


def corrected(answer: Answer) -> Text:
    """What is said to whoever was told otherwise."""
    told = matching.told(answer).values
    return Text(
        "enquiry.corrected",
        {
            "title": Text(f"book.answer.{answer.id}.title"),
            "answer": told["answer"],
            "source": told["source"],
            "owner": told["owner"],
            "until": told["until"],
        },
    )


DUE: Mapping[str, Callable[[Unit, Kit, datetime, Json], Awaitable[None]]] = {
    "answers_date": remind,
    "correction": spread,
}
"""By the kind of the due row."""
