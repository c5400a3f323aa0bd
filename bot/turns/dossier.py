"""What is kept about the people of a batch: read for all of them at once, before their turns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.kit import Kit
from storage import applications, cases, conversations, people, ratings, references
from storage.applications import Application
from storage.cases import Case
from storage.conversations import Snapshot
from storage.people import Address, Consent
from storage.ratings import Rating
from storage.unit import View

REFERENCES = 2  # unused numbers a turn gets: it rarely gives out one


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that one turn may look at of the person at one address, as the transaction found it."""

    address: Address
    conversation: Snapshot | None
    consent: Consent | None
    applications: Collection[Application]
    cases: Collection[Case]
    ratings: Collection[Rating]
    references: tuple[str, ...]  # unused, and nobody else's


async def load(view: View, kit: Kit, addresses: Collection[Address]) -> dict[str, Dossier]:
    """By address, with one statement for each kind of row."""
    if not addresses:
        return {}
    ids = [address.id for address in addresses]
    persons = [address.person.id for address in addresses]
    kept = await conversations.load_many(view, ids)
    consents = await people.consents(view, persons)
    made = await applications.of_persons(view, persons)
    work = await cases.open_of(view, ids)
    due = await ratings.of_persons(view, persons)
    unused = await _unused(view, kit, len(addresses))
    return {
        address.id: Dossier(
            address,
            kept.get(address.id),
            consents.get(address.person.id),
            made.get(address.person.id, ()),
            work.get(address.id, ()),
            due.get(address.person.id, ()),
            unused[n * REFERENCES : (n + 1) * REFERENCES],
        )
        for n, address in enumerate(addresses)
    }


async def reload(view: View, kit: Kit, dossier: Dossier) -> Dossier:
    """The same person's, as the transaction sees it now."""
    address = dossier.address
    known = await people.load_many(view, [address.id])
    return (await load(view, kit, [known.get(address.id, address)]))[address.id]


async def _unused(view: View, kit: Kit, turns: int) -> tuple[str, ...]:
    """Enough reference numbers for these turns, and never the same one twice."""
    unused: dict[str, None] = {}
    while len(unused) < turns * REFERENCES:
        candidates = kit.candidates(turns * REFERENCES)
        taken = await references.taken(view, candidates)
        unused |= dict.fromkeys(c for c in candidates if c not in taken)
    return tuple(unused)
