"""What must hold inside each thing of the association's content, beyond the types of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeAlias

from bot import content_conditions, content_hours, content_templates
from bot.toml_lines import Place
from flows.arabic import fold
from flows.book import (
    Answer,
    CannedReply,
    Document,
    Eligibility,
    Field,
    Numbers,
    Officer,
    Policy,
    Programme,
    Retention,
    Template,
)
from flows.charter import Misconception, Party, Referral, Voice
from flows.voice import VOICES

Finding: TypeAlias = tuple[Place, str]
"""Where in the thing, and what was expected there."""

_CHOICES = frozenset({"choice", "choices"})
MOST_FILES = 10  # of one document: as many as an album holds
LARGEST_FILE = 16  # megabytes: WhatsApp carries no more
NO_IDENTITY = {"ar": "وليست هوية", "en": "not an identity document"}
"""What is said wherever a document is asked for (PDPL, article 28)."""
PHRASES = 4  # of a misconception or a need
PHRASINGS = 6  # fewer, and a question in other words is not recognised


def findings(record: object) -> Iterator[Finding]:
    """All that is wrong with one thing taken by itself."""
    rule = _RULES.get(type(record))
    return rule(record) if rule else iter(())


def _answer(answer: Answer) -> Iterator[Finding]:
    if len(set(map(fold, answer.phrasings))) < PHRASINGS:
        yield ("phrasings",), f"expected at least {PHRASINGS} different ways to ask it"


def _programme(programme: Programme) -> Iterator[Finding]:
    if not programme.audience:
        yield ("audience",), "expected at least one of: individual, guardian, organisation"
    if not programme.steps:
        yield ("steps",), "expected at least one step"
    if programme.verify_days < 1:
        yield ("verify_days",), "expected a number of 1 or more"
    taken = {question.key for question in programme.eligibility}
    for field in programme.fields:
        if field.key in taken:
            yield ("fields", field.key), "expected a name that no eligibility question has"
    yield from content_conditions.findings(programme)
    if programme.seats is not None and programme.seats < 1:
        yield ("seats",), "expected a number of 1 or more"


def _document(document: Document) -> Iterator[Finding]:
    if not document.types:
        yield ("types",), "expected at least one of: pdf, jpeg, png"
    for language, words in NO_IDENTITY.items():
        if words not in getattr(document.ask, language):
            yield ("ask", language), f"expected it to say: {words}"
    if not 1 <= document.most <= MOST_FILES:
        yield ("most",), f"expected a number from 1 to {MOST_FILES}"
    if not 1 <= document.size <= LARGEST_FILE:
        yield ("size",), f"expected megabytes, from 1 to {LARGEST_FILE}"


def _field(field: Field) -> Iterator[Finding]:
    if field.kind in _CHOICES and len(field.options) < 2:
        yield ("options",), "expected at least two options to choose from"
    if field.kind not in _CHOICES and field.options:
        yield ("options",), "expected none, for only a choice has options"
    if field.kind == "choices" and any(option.id.isdecimal() for option in field.options):
        yield ("options",), "expected names with a letter, for numbers pick by position"
    picks = ("yes", "no") if field.kind == "yes_no" else tuple(o.id for o in field.options)
    if not field.vulnerable <= set(picks):
        yield ("vulnerable",), f"expected a list of any of: {_said(picks)}"
    if field.optional and field.kind in {*_CHOICES, "yes_no", "governorate"}:
        yield ("optional",), "expected only with what is typed; give it an option instead"
    if field.unit and field.kind != "number":
        yield ("unit",), "expected only with a number"
    yield from _moment(field)
    if not 0 <= field.minimum <= field.maximum:
        yield ("minimum",), "expected a number from 0 up to the maximum"


def _moment(field: Field) -> Iterator[Finding]:
    """When the date asked for may be."""
    if field.past and field.kind != "date":
        yield ("past",), "expected only with a date"
    if field.future and (field.kind != "date" or field.past):
        yield ("future",), "expected only with a date that is not past"
    if field.within is not None and not (field.past or field.future):
        yield ("within",), "expected only with a date that is past or future"
    if field.within is not None and field.within < 1:
        yield ("within",), "expected a number of days, 1 or more"


def _eligibility(question: Eligibility) -> Iterator[Finding]:
    if len(question.options) == 1:
        yield ("options",), "expected at least two options, or none for yes and no"
    options = tuple(pick.id for pick in question.options) or content_conditions.YES_NO
    if not question.accepts or not question.accepts <= set(options):
        yield ("accepts",), f"expected a list of any of: {_said(options)}"
    refused = [option for option in options if option not in question.accepts]
    if not question.minors <= set(refused):
        yield ("minors",), f"expected a list of any that are not accepted: {_said(refused)}"


def _numbers(numbers: Numbers) -> Iterator[Finding]:
    for field in fields(numbers):
        if getattr(numbers, field.name) < 1:
            yield (field.name,), "expected a number of 1 or more"
    if numbers.low_score > 4:
        yield ("low_score",), "expected a score from 1 to 4"
    if numbers.lease_reminder >= numbers.lease_minutes:
        yield ("lease_reminder",), "expected fewer minutes than lease_minutes"
    if numbers.warning_percent >= 100:
        yield ("warning_percent",), "expected a number from 1 to 99"


def _retention(retention: Retention) -> Iterator[Finding]:
    for field in fields(retention):
        if getattr(retention, field.name) < 1:
            yield (field.name,), "expected a number of 1 or more"


def _policy(policy: Policy) -> Iterator[Finding]:
    if policy.review <= policy.approved:
        yield ("review",), "expected a date after the approval"


def _officer(officer: Officer) -> Iterator[Finding]:
    if not officer.roles:
        yield ("roles",), "expected at least one of: officer, supervisor, focal, admin"
    if officer.telegram is not None and officer.telegram < 1:
        yield ("telegram",), "expected the number Telegram gave the person"


def _said(names: Iterable[str]) -> str:
    return ", ".join(names) or "there is none"


def _voice(voice: Voice) -> Iterator[Finding]:
    if voice.id not in VOICES:
        yield (), f"unknown here; expected one of: {_said(VOICES)}"
    if voice.days < 1:
        yield ("days",), "expected a number of 1 or more"


def _phrases(its: Misconception | Referral) -> Iterator[Finding]:
    if len(set(map(fold, its.phrases))) < PHRASES:
        yield ("phrases",), f"expected at least {PHRASES} different ways to put it"
    if isinstance(its, Referral) and not (its.phone or its.link):
        yield ("phone",), "expected a phone or a link"


def _party(party: Party) -> Iterator[Finding]:
    if not party.rights:
        yield ("rights",), "expected at least one"
    if not party.duties:
        yield ("duties",), "expected at least one"


def _reply(reply: CannedReply) -> Iterator[Finding]:
    """Its title stands on a button, and its words are one message on every channel."""
    for place, wording, most in (("title", reply.title, 40), ("text", reply.text, 1000)):
        for language, words in (("ar", wording.ar), ("en", wording.en)):
            if not 1 <= len(words.strip()) <= most:
                yield (place, language), f"expected at most {most} characters, and some"


_RULES: Mapping[type, Callable[[Any], Iterator[Finding]]] = {
    Answer: _answer,
    CannedReply: _reply,
    Document: _document,
    Eligibility: _eligibility,
    Field: _field,
    Numbers: _numbers,
    Officer: _officer,
    Policy: _policy,
    Programme: _programme,
    Misconception: _phrases,
    Party: _party,
    Referral: _phrases,
    Voice: _voice,
    Retention: _retention,
    Template: content_templates.findings,
    **content_hours.RULES,
}
