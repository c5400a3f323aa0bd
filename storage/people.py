"""Persons, the addresses they are reached at, and what they consented to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.connection import Row
from storage.times import moment
from storage.unit import Unit, View
from storage.vault import Vault

EXTERNAL = "addresses.external"
PHONE = "addresses.phone"


class Origin(NamedTuple):
    """Where a message came from, in the channel's words."""

    channel: str
    account: str
    external: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, perhaps at several addresses. `id` is that of the first address."""

    id: str
    notices: bool | None  # may we write first? None: not asked yet
    language: str | None  # None: never chosen


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person is reached in one channel."""

    id: str  # the keyed hash of the origin
    channel: str
    account: str
    external: str
    person: Person
    phone: str | None
    reachable: bool  # False: blocked us, or the number is gone
    window_until: datetime | None  # until when free text may go out, where a channel limits it
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer of a person to one version of the privacy notice."""

    person: str
    version: str
    given: bool
    channel: str
    at: datetime


def identify(vault: Vault, origin: Origin) -> str:
    """The id of the address with this origin, known before the address exists."""
    return vault.lookup("address", *origin)


async def resolve(unit: Unit, channel: str, account: str, external: str, at: datetime) -> Address:
    """The address, made together with its person when it is seen for the first time."""
    origin = Origin(channel, account, external)
    return (await resolve_many(unit, [origin], at))[origin]


async def resolve_many(
    unit: Unit, origins: Iterable[Origin], at: datetime
) -> dict[Origin, Address]:
    """`resolve` for a whole batch, with one read and at most two statements more."""
    wanted = {identify(unit.vault, origin): origin for origin in origins}
    found = await load_many(unit, wanted)
    for address, origin in wanted.items():
        if address not in found:
            found[address] = add(unit, address, origin, at)
    return {origin: found[address] for address, origin in wanted.items()}


async def load_many(view: View, addresses: Iterable[str]) -> dict[str, Address]:
    """The known ones among these address ids."""
    rows = await view.read_all("addresses_load", addresses=list(addresses))
    return {row["id"]: _address(view.vault, row) for row in rows}


async def of_person(view: View, person: str) -> list[Address]:
    """All addresses of a person, oldest first."""
    rows = await view.read_all("addresses_of_person", person=person)
    return [_address(view.vault, row) for row in rows]


async def willing(view: View, after: str, limit: int) -> list[tuple[str, str]]:
    """Addresses after this one, each with its person, where notices are wanted and arrive."""
    rows = await view.read_all("addresses_willing", after=after, limit=limit)
    return [(row["id"], row["person"]) for row in rows]


def set_phone(unit: Unit, address: str, phone: str | None) -> None:
    """The number in E.164 (``+9665…``), once it is known; None forgets it."""
    sealed = None if phone is None else unit.vault.seal(phone.encode(), PHONE)
    unit.write("address_phone", address=address, phone=sealed)
    if phone is None:
        unit.write("phone_forget", address=address)
    else:
        unit.write("phone_keep", address=address, number=unit.vault.lookup("phone", phone))


async def by_phone(view: View, phone: str) -> str | None:
    """The address at which whoever has this number (E.164) is reached best, if one is known."""
    number = view.vault.lookup("phone", phone)
    rows = await view.read_all("addresses_by_phone", number=number)
    return rows[0]["address"] if rows else None


def set_reachable(unit: Unit, address: str, reachable: bool) -> None:
    unit.write("address_reachable", address=address, reachable=reachable)


def open_window(unit: Unit, address: str, until: datetime) -> None:
    """Free text may go out until then: the person has just written."""
    unit.write("address_window", address=address, until=until)


def link(unit: Unit, address: str, person: str) -> None:
    """The address is this person's too. What was kept with the other person stays there."""
    unit.write("address_link", address=address, person=person)


def set_notices(unit: Unit, person: str, notices: bool | None) -> None:
    """May we write to them first?"""
    unit.write("person_notices", person=person, notices=notices)


def set_language(unit: Unit, person: str, language: str) -> None:
    unit.write("person_language", person=person, language=language)


def add_consent(unit: Unit, consent: Consent) -> None:
    """Record a yes or a no to one version of the privacy notice. Nothing is overwritten."""
    unit.write(
        "consent_add",
        person=consent.person,
        version=consent.version,
        given=consent.given,
        channel=consent.channel,
        at=consent.at,
    )


async def officers_of(view: View, address: str) -> list[str]:
    """The ids of the officers who had a case of this person, or wrote to them."""
    return [row["officer"] for row in await view.read_all("officers_of", address=address)]


async def consents(view: View, persons: Iterable[str]) -> dict[str, Consent]:
    """The newest consent of each person who ever answered."""
    rows = await view.read_all("consents_latest", persons=list(persons))
    return {
        row["person"]: Consent(
            person=row["person"],
            version=row["version"],
            given=bool(row["given"]),
            channel=row["channel"],
            at=moment(row["at"]),
        )
        for row in rows
    }


def add(unit: Unit, address: str, origin: Origin, at: datetime) -> Address:
    """A new address, with a new person: `address` is what `identify` gives for the origin."""
    unit.write("person_add", id=address, created_at=at)
    unit.write(
        "address_add",
        id=address,
        channel=origin.channel,
        account=origin.account,
        external=unit.vault.seal(origin.external.encode(), EXTERNAL),
        person=address,
        created_at=at,
    )
    return Address(
        id=address,
        channel=origin.channel,
        account=origin.account,
        external=origin.external,
        person=Person(address, None, None),
        phone=None,
        reachable=True,
        window_until=None,
        created_at=at,
    )


def _address(vault: Vault, row: Row) -> Address:
    notices, phone = row["notices"], row["phone"]
    return Address(
        id=row["id"],
        channel=row["channel"],
        account=row["account"],
        external=vault.open(row["external"], EXTERNAL).decode(),
        person=Person(row["person"], None if notices is None else bool(notices), row["language"]),
        phone=None if phone is None else vault.open(phone, PHONE).decode(),
        reachable=bool(row["reachable"]),
        window_until=moment(row["window_until"]),
        created_at=moment(row["created_at"]),
    )
