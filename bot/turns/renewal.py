"""Renewal in the shell: the new date of an identity document, wherever the old one stands."""

from __future__ import annotations

from dataclasses import replace

from bot.turns.scene import Scene
from flows.effects import Renewed
from storage import applications, audit
from storage.audit import Entry


async def renewed(scene: Scene, effect: Renewed) -> None:
    """All applications of this person that were made with the same document have the new date."""
    person = scene.address.person.id
    made = (await applications.of_persons(scene.unit, [person])).get(person, [])
    about = next((one for one in made if one.reference == effect.application), None)
    if about is None:
        return
    old = (about.identity, about.answers.get("id_expiry"))
    for one in made:
        if (one.identity, one.answers.get("id_expiry")) == old:
            answers = {**one.answers, "id_expiry": effect.expiry}
            applications.move(scene.unit, replace(one, answers=answers))
    audit.record(scene.unit, Entry(scene.now, "beneficiary", effect.application, "renew"))
