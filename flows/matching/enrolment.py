"""Which programme somebody asks for a place in, and for whom, where a text says that and little
else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.matching.reading import Reader, Reading

ENROLLING = "اسجل سجلني اقدم اشارك احجز ادخل register join apply enrol book"
DONE = frozenset(["سجلت", "سجلنا", "قدمت", "قدمنا", "اشتركت", "التحقت", "registered", "joined"])
"""Folded words of who has a place already, or waits for one."""
BESIDES = "ابي برنامج دورة طلب نادي خدمة i want need programme course request club service"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """`enrolling` are terms of whoever asks for a place, `besides` those that may stand beside it
    and name no programme; `titles` are the terms of each, `heads` those that name one alone: of
    what no other title has, the first in Arabic and the last in English. `people` are the terms
    of those who are applied for and what they are to whoever writes.
    """

    enrolling: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()
    titles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        reader: Reader,
        titles: Mapping[str, tuple[str, str]],
        people: Mapping[str, frozenset[str]],
    ) -> Enrolment:
        """`titles` are a programme and what it is called in Arabic and in English; `people` are
        an applicant and the words for them, of which those count that are one term.
        """
        besides = frozenset(reader.read(BESIDES).terms)
        read = {id_: [reader.read(its).terms for its in both] for id_, both in titles.items()}
        owners = Counter(term for both in read.values() for terms in both for term in set(terms))

        def named_by(terms: Sequence[str]) -> tuple[str, ...]:
            return tuple(term for term in terms if owners[term] == 1 and term not in besides)

        return cls(
            frozenset(reader.read(ENROLLING).terms),
            besides,
            {id_: frozenset[str]().union(*both) for id_, both in read.items()},
            frozenset(
                h for ar, en in read.values() for h in (*named_by(ar)[:1], *named_by(en)[-1:])
            ),
            {
                term: who
                for who, words in people.items()
                for read_as in map(reader.read, sorted(words))
                for term in read_as.terms
                if len(read_as.terms) == 1 and term not in owners and term not in besides
            },
        )

    def wanted(self, reading: Reading) -> tuple[str | None, str | None]:
        """The programme and whom it is for that are named beside the wish for a place, if nothing
        else is.
        """
        terms = frozenset(reading.terms)
        if terms.isdisjoint(self.enrolling) or not DONE.isdisjoint(reading.text.split()):
            return None, None
        named = terms - self.enrolling - self.besides
        whom = {self.people[term] for term in named & self.people.keys()}
        who = next(iter(whom)) if len(whom) == 1 else None
        titled = named - self.people.keys() if who else named
        if not titled:
            return None, who
        if len(titled) < 2 and titled.isdisjoint(self.heads):
            return None, None
        programme = next((id_ for id_, title in self.titles.items() if titled <= title), None)
        return programme, who if programme else None
