"""Units of measure by the words people write after a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.arabic import fold
from flows.text import Text


@dataclass(frozen=True, slots=True)
class Unit:
    """`one` and `two` are answers without a figure (``سنة``, ``سنتين``); `words` follow one."""

    name: Text
    one: frozenset[str]
    two: frozenset[str]
    words: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.one | self.two | self.words


def _unit(name: Text, one: str, two: str, words: str) -> Unit:
    """Spellings are parted by commas."""
    return Unit(name, *(frozenset(map(fold, said.split("،"))) - {""} for said in (one, two, words)))


UNITS: Mapping[str, Unit] = {
    "riyal": _unit(
        Text("unit.riyal"),
        "ريال، riyal",
        "ريالين، ريالان",
        "ريالا، ريالات، ر.س، ر س، sar، sr، riyals، saudi riyals",
    ),
    "dollar": _unit(Text("unit.dollar"), "دولار، dollar", "دولارين", "دولارات، usd، dollars"),
    "person": _unit(
        Text("unit.person"),
        "شخص، فرد، نفر، مستفيد، person، one person",
        "شخصين، فردين، نفرين، مستفيدين",
        "أشخاص، أفراد، شخصا، فردا، نفرا، مستفيدا، مستفيدون، people، persons، members",
    ),
    "hour": _unit(Text("unit.hour"), "ساعة، hour، an hour", "ساعتين، ساعتان", "ساعات، hours، hrs"),
    "day": _unit(Text("unit.day"), "يوم، day، a day", "يومين، يومان", "أيام، يوما، days"),
    "week": _unit(
        Text("unit.week"), "أسبوع، week، a week", "أسبوعين، أسبوعان", "أسابيع، أسبوعا، weeks"
    ),
    "month": _unit(
        Text("unit.month"), "شهر، month، a month", "شهرين، شهران", "أشهر، شهور، شهرا، months"
    ),
    "year": _unit(
        Text("unit.year"),
        "سنة، عام، year، a year",
        "سنتين، سنتان، عامين، عامان",
        "سنوات، سنين، أعوام، عاما، years، yrs",
    ),
    "kilometre": _unit(
        Text("unit.kilometre"),
        "كيلو، كيلومتر، kilometre، kilometer",
        "كيلوين، كيلومترين",
        "كم، كيلومترات، كيلومترا، كيلو متر، km، kms، kilometres، kilometers",
    ),
    "kilogram": _unit(
        Text("unit.kilogram"),
        "كيلو، كيلوجرام، كيلوغرام، kilogram",
        "كيلوين، كيلوجرامين",
        "كجم، كغ، كغم، كيلوجرامات، kg، kgs، kilograms",
    ),
    "square_metre": _unit(
        Text("unit.square_metre"),
        "متر، متر مربع",
        "مترين، مترين مربعين",
        "أمتار، أمتار مربعة، مترا، م2، m2، sqm، square metres، square meters",
    ),
    "percent": _unit(Text("unit.percent"), "", "", "بالمئة، بالمائة، في المئة، في المائة، percent"),
}
"""Every unit a programme may ask in, by the name it has in the association's files."""


def units_named(folded: str) -> tuple[str, ...]:
    """The units that words of a folded text may be."""
    around = f" {folded} "
    return tuple(
        id_ for id_, unit in UNITS.items() if any(f" {word} " in around for word in unit.all)
    )
