"""A beneficiary's update: logged, understood against what is on the screen, answered."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from bot.body import Body, File, read
from bot.kit import Kit
from bot.parking import only_opens
from bot.turns import closing, discretion, drafts, reminders, surveys, toggling
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.scene import Scene
from bot.update import Due, FromPerson
from flows import quiet, secrets
from flows.closing import uncovered
from flows.effects import Say
from flows.events import Edited, Elapsed, Event, Gathered, Said, Sent, Shared, Tapped, Waited
from flows.survey import TEMPLATE
from flows.text import Text
from storage import cases, messages, outbox, people, schedule
from storage.messages import Incoming
from storage.unit import Unit


async def hear(unit: Unit, kit: Kit, now: datetime, dossier: Dossier, what: FromPerson) -> None:
    """Something a person did at an address."""
    address = dossier.address
    if not address.reachable:
        people.set_reachable(unit, address.id, reachable=True)
    if what.phone and what.phone != address.phone:
        people.set_phone(unit, address.id, what.phone)
    waited = False
    if window := kit.capabilities[address.channel].window:
        closed = address.window_until is None or address.window_until <= now
        waited = closed and await outbox.parked(unit, address.id)
        people.open_window(unit, address.id, now + window)
        outbox.unpark(unit, address.id)
    if any(case.parked for case in dossier.cases):
        cases.unpark(unit, address.id)
    scene = Scene.enter(unit, kit, now, dossier, apply)
    if what.language and not scene.conversation.greeted:
        scene.conversation = replace(scene.conversation, language=what.language)
    scene.arrived = what
    event = await _cleared(scene, what.event)
    scene.rates = await _rates(scene, event)
    amends = await _amends_sealed(scene, what)
    sealed = amends or kit.engine.seals(scene.conversation)
    held = kit.engine.holds(scene.conversation, event, kit.book)
    messages.record(unit, await _line(scene, what, event, sealed=sealed, held=held), now)
    survey = surveys.pending(scene)
    invited = waited or (survey is not None and survey.held == TEMPLATE)
    wanted = invited and only_opens(event)
    if amends:
        scene.says.append(Say(Text("common.sealed")))
    elif not wanted:
        await scene.advance(event)
    if held or kit.engine.is_discreet(scene.before):
        await discretion.settle(scene)
    if survey is not None:
        await surveys.offer(scene, survey, wanted=wanted)
    await toggling.settle(scene, event)
    scene.leave()


async def remind(unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: Due) -> None:
    """Something fell due for a person; what no longer matters is let go."""
    schedule.done(unit, what.row)
    if dossier is None:
        return
    scene = Scene.enter(unit, kit, now, dossier, apply)
    if isinstance(what.event, Waited):
        await drafts.look(scene, what.event)
    elif isinstance(what.event, Elapsed):
        await closing.elapse(scene, what.event, what.row)
    elif isinstance(what.event, Gathered):
        await scene.advance(what.event)
        scene.leave()
    elif await reminders.matters(scene, what.event):
        if quiet.is_quiet(now, hours := kit.book.association.hours):
            schedule.repeat(unit, what.row, quiet.allowed(now, hours))
            return
        scene.says += reminders.before(what.event)
        if await reminders.may_begin(scene, what.event):
            await scene.advance(what.event)
        scene.leave()


async def _cleared(scene: Scene, event: Event) -> Event:
    """What may be kept of it. It says by itself what was taken out, so that this is warned of."""
    if not secrets.cleared(event, scene.kit.book.words).kinds:
        return event
    ctx = await scene.context()
    return scene.kit.engine.cleared(scene.conversation, event, ctx).event


async def _rates(scene: Scene, event: Event) -> bool:
    """Whether it is an answer that those who are rated do not read."""
    engine, asked = scene.kit.engine, scene.conversation
    if not engine.rates(asked):
        return False
    return engine.rates(uncovered(engine, asked, event, await scene.context()))


async def _amends_sealed(scene: Scene, what: FromPerson) -> bool:
    """Whether it changes a text that is kept nowhere."""
    if not isinstance(what.event, Edited) or what.message is None:
        return False
    line = await messages.in_address(scene.unit, scene.address.id, what.message)
    return line is not None and read(line.body).sealed


async def _line(
    scene: Scene, what: FromPerson, event: Event, *, sealed: bool, held: bool
) -> Incoming:
    """The log's row of what arrived: a tap reads as the label that was tapped."""
    if sealed:
        language = scene.conversation.language
        body = Body(text=scene.kit.renderer.render(Text("common.unsigned"), language))
    else:
        body = Body(text=await _words(scene, event), hidden=_hidden(event))
    if isinstance(event, Sent) and not sealed:
        heard = scene.conversation.turn == "human"  # by an officer, who is shown it
        file = File(event.kind, event.file, scene.address.channel) if heard else None
        body = Body(text=event.caption, file=file)
    client = what.message if scene.address.channel == "website" else None
    return Incoming(
        scene.address.channel,
        scene.address.account,
        replace(body, client=client, sealed=sealed, held=held, rating=scene.rates).plain(),
        "beneficiary",
        external=what.message,
        address=scene.address.id,
        case=None if held else scene.conversation.talk,
    )


async def _words(scene: Scene, event: Event) -> str:
    match event:
        case Said(text) | Edited(text) | Shared(text):
            return text
        case Tapped(_, option):
            ctx = await scene.context()
            step = scene.kit.engine.asking(scene.conversation, ctx)
            options = step.options(scene.kit.engine.seen(scene.conversation, ctx)) if step else ()
            label = next((o.label for o in options if o.id == option), None)
            language = scene.conversation.language
            return scene.kit.renderer.render(label, language) if label else option
        case _:
            return ""


def _hidden(event: Event) -> bool:
    """The widget says hello on its own; nobody typed that."""
    return isinstance(event, Said) and event.text.strip() == "/start"
