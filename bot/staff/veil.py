"""What officers do not see of a person's words: numbers in full, and the full names they gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows import codec, mask
from flows.arabic import clean, fold
from storage import applications, conversations
from storage.cases import Case
from storage.unit import View

NAME = "name"  # the answer of a registration that holds one


@dataclass(frozen=True, slots=True)
class Veil:
    """`names` are those given in applications and drafts, each with what is shown instead."""

    names: Mapping[str, str]

    @classmethod
    async def over(cls, view: View, case: Case) -> Veil:
        """The veil over everything that was said with the person of a case."""
        found = set()
        if case.person:
            made = await applications.of_persons(view, [case.person])
            found |= {one.answers.get(NAME) for one in made.get(case.person, ())}
        if case.address:
            kept = (await conversations.load_many(view, [case.address])).get(case.address)
            forms = codec.load(kept.state, kept.format).forms if kept else ()
            found |= {form.answers.get(NAME) for form in forms}
        return cls({clean(str(name)): mask.name(str(name)) for name in found if name})

    def cover(self, text: str) -> str:
        covered = mask.redact(text)
        for name, shown in self.names.items():
            covered = shown if fold(covered) == fold(name) else covered.replace(name, shown)
        return covered
