"""What officers do not see of a person's words: numbers in full, and the full names they gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flows import codec, mask
from flows.arabic import clean, fold
from storage import applications, conversations
from storage.applications import Application
from storage.cases import Case
from storage.conversations import Snapshot
from storage.unit import View

NAME = "name"  # the answer of a registration that holds one


@dataclass(frozen=True, slots=True)
class Veil:
    """`names` are those given in applications and drafts, each with what is shown instead."""

    names: Mapping[str, str]

    @classmethod
    async def over(cls, view: View, case: Case) -> Veil:
        """The veil over everything that was said with the person of a case."""
        [veil] = await cls.over_each(view, [case])
        return veil

    @classmethod
    async def over_each(cls, view: View, found: Collection[Case]) -> list[Veil]:
        """The veil of each case, in their order."""
        persons = {case.person for case in found if case.person}
        made = await applications.of_persons(view, persons)
        addresses = {case.address for case in found if case.address}
        kept = await conversations.load_many(view, addresses)
        return [
            cls._of(made.get(str(case.person), ()), kept.get(str(case.address))) for case in found
        ]

    @classmethod
    def _of(cls, made: Iterable[Application], kept: Snapshot | None) -> Veil:
        forms = codec.load(kept.state, kept.format).forms if kept else ()
        found = {one.answers.get(NAME) for one in made}
        found |= {form.answers.get(NAME) for form in forms}
        return cls({clean(str(name)): mask.name(str(name)) for name in found if name})

    def cover(self, text: str) -> str:
        covered = mask.redact(text)
        for name, shown in self.names.items():
            covered = shown if fold(covered) == fold(name) else covered.replace(name, shown)
        return covered
