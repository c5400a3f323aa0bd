"""A case's card: everything an officer must know before answering, with masked data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot.clock import riyadh
from bot.render import Renderer
from flows import ending, mask
from flows.book import Language
from flows.cases import OPEN, TALKING
from flows.effects import Fields
from flows.moves import OPEN_AGAIN
from flows.priority import NAMES
from flows.text import Shown, Text
from storage.cases import Case
from storage.vault import Json

LANGUAGES: tuple[Language, ...] = ("ar", "en")
QUOTED = 200  # characters of a person's words on a card
MARKS = {"application": "🟢", "hand_off": "🟠", "objection": "🟣", "recovery": "🔵", "urgent": "🔴"}
ICONS = {"queued": "⚡️", **dict.fromkeys(TALKING, "💬")}
"""Of a topic, among those that Telegram offers: somebody has to take it, somebody has it."""
OVER = "✅"
PRIVATELY = "privately"
"""The button with which one officer reads the whole at the desk."""
LANES = ("sensitive", "not_sensitive")
BUTTONS = {
    "queued": ("claim", "assign", *LANES),
    "claimed": ("deliver", "canned", "hand_back", "assign", "release", "close", *LANES),
    "waiting_officer": ("deliver", "canned", "hand_back", "assign", "release", "close", *LANES),
    "waiting_beneficiary": (
        "deliver",
        "answer",
        "canned",
        "hand_back",
        "assign",
        "release",
        "close",
        *LANES,
    ),
    **dict.fromkeys(("resolved", "closed", "withdrawn", "expired"), (OPEN_AGAIN,)),
}
OF_KIND = {"deliver": "application", "answer": "hand_off"}
"""Moves that cases of one kind are worked on with."""
CLOSED = {
    "answer": ("supervisors", "focal"),
    "sensitive": ("focal",),
    "not_sensitive": ("general", "supervisors"),
}
"""Lanes in which a move is not made."""
TOLD_WHY = frozenset({"hand_off", "recovery"})
"""Kinds of cases that say why they were opened."""
REVIEW = ("grant", "uphold", "hand_back", "assign", "release", *LANES)
"""What an objection is worked on with; the decision closes it."""


def details(question: str, fields: Fields, renderer: Renderer, through: str) -> Json:
    """What a case keeps for its card: masked fields in both languages, the words quoted."""
    return {
        "question": mask.redact(question)[:QUOTED],
        "channel": through,
        "fields": {
            language: [
                [renderer.render(label, language), renderer.show(value, language)]
                for label, value in fields
            ]
            for language in LANGUAGES
        },
    }


def title(case: Case, renderer: Renderer, language: Language) -> str:
    """``26000422 · واتساب · تسجيل``: of the topic."""
    through = Text(f"staff.channel.{channel(case)}")
    values: dict[str, Shown] = {
        "reference": case.reference,
        "channel": through,
        "what": _what(case),
    }
    return renderer.render(Text("staff.title", values), language)[:128]


def icon(case: Case) -> str:
    """Of the topic."""
    return ICONS.get(case.state, OVER)


def subject(case: Case, renderer: Renderer, language: Language) -> str:
    """What the case is about, where its reference and channel are shown beside it."""
    return renderer.render(_what(case), language)


def _what(case: Case) -> Text:
    if case.programme:
        return Text(f"book.programme.{case.programme}.title")
    return Text(f"staff.kind.{case.kind}")


def card(case: Case, renderer: Renderer, language: Language) -> str:
    lines = [renderer.render(line, language) for line in _lines(case)]
    answers = [f"{label}: {value}" for label, value in fields(case, language)]
    turns = [renderer.render(turn, language) for turn in _turns(case)]
    return "\n".join([*lines, *answers, *turns])


def fields(case: Case, language: Language) -> list[list[str]]:
    return fields_of(case).get(language, [])


def fields_of(case: Case) -> dict[str, list[list[str]]]:
    """By language."""
    kept = _details(case).get("fields", {})
    return kept if isinstance(kept, dict) else {}


def channel(case: Case) -> str:
    return str(_details(case).get("channel", "website"))


def question(case: Case) -> str:
    return str(_details(case).get("question", ""))


def buttons(
    case: Case, renderer: Renderer, language: Language, *, desk: bool = False
) -> tuple[tuple[str, str], ...]:
    """Labels and callback data. Who may press them is decided when one is pressed.

    `desk`: there is one that can be entered by a link.
    """
    moves = BUTTONS.get(case.state, ())
    if case.kind == "objection" and "claim" not in moves:
        moves = REVIEW if case.state in TALKING else ()
    offered = [
        (renderer.render(Text(f"case.move.{move}"), language), f"c:{case.reference}:{move}")
        for move in moves
        if OF_KIND.get(move, case.kind) == case.kind and case.lane not in CLOSED.get(move, ())
    ]
    if desk and case.state in OPEN:
        label = renderer.render(Text("staff.card.privately"), language)
        offered.append((label, f"c:{case.reference}:{PRIVATELY}"))
    return tuple(offered)


def outcomes(case: Case, renderer: Renderer, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple(
        (renderer.render(Text(f"case.outcome.{o}"), language), f"c:{case.reference}:close:{o}")
        for o in ending.of(case.kind, case.reason)
    )


def clauses(
    case: Case,
    ids: Iterable[str],
    renderer: Renderer,
    language: Language,
    move: str = "reject",
) -> tuple[tuple[str, str], ...]:
    """The clauses of the policy that a rejection may rest on, or that another move quotes."""
    return tuple(
        (
            renderer.render(Text(f"book.clause.{id_}.title"), language),
            f"c:{case.reference}:{move}:{id_}",
        )
        for id_ in ids
    )


def targets(
    case: Case,
    found: Mapping[str, Iterable[tuple[str, Text]]],
    renderer: Renderer,
    language: Language,
) -> tuple[tuple[str, str], ...]:
    """Officers and departments that the case may be passed to."""
    return tuple(
        (renderer.render(name, language), f"c:{case.reference}:{move}:{id_}")
        for move in ("assign", "transfer")
        for id_, name in found.get(move, ())
    )


def _lines(case: Case) -> Iterator[Text]:
    mark = MARKS["urgent" if case.priority else case.kind]
    kind = Text(f"staff.kind.{case.kind}")
    yield Text("staff.card.head", {"mark": mark, "kind": kind, "reference": case.reference})
    if case.priority:
        first = Text(f"staff.priority.{NAMES[case.priority]}")
        yield Text("staff.card.priority", {"priority": first})
    yield Text("staff.card.state", {"state": Text(f"case.state.{case.state}")})
    yield from _place(case)
    if case.kind in TOLD_WHY or case.reason == "duplicate_identity":
        yield Text("staff.card.reason", {"reason": Text(f"case.reason.{case.reason}")})
    if case.follows:
        merged = case.state == "merged"
        about: dict[str, Shown] = {"reference": case.follows}
        yield Text("staff.card.merged" if merged else "staff.card.follows", about)
    if said := question(case):
        yield Text("staff.card.question", {"question": said})
    if decision := _details(case).get("decision"):
        yield Text("staff.card.decision", {"reason": mask.redact(str(decision))})
    yield from _held(case)
    if case.state in OPEN:
        yield from _pending(case)
    if case.outcome:
        yield Text("staff.card.outcome", {"outcome": Text(f"case.outcome.{case.outcome}")})


def _place(case: Case) -> Iterator[Text]:
    """Where it came from, and where it belongs."""
    through = Text(f"staff.channel.{channel(case)}")
    yield Text("staff.card.channel", {"channel": through})
    if case.programme:
        title_ = Text(f"book.programme.{case.programme}.title")
        yield Text("staff.card.programme", {"programme": title_})
    if case.department:
        team = Text(f"book.department.{case.department}")
        yield Text("staff.card.department", {"department": team})


def _held(case: Case) -> Iterator[Text]:
    """Who has it."""
    if case.owner is None:
        return
    holder: dict[str, Shown] = {"owner": Text(f"book.officer.{case.owner}")}
    if case.claimed_at:
        yield Text("staff.card.held", holder | {"since": riyadh(case.claimed_at)})
    else:
        yield Text("staff.card.owner", holder)


def _turns(case: Case) -> Iterator[Text]:
    """What was said last before it was opened; what is said in it stands below the card."""
    kept = _details(case).get("turns")
    turns = kept if isinstance(kept, list) and case.state in OPEN else []
    if turns:
        yield Text("staff.card.turns")
    for author, words in turns:
        said = {"name": Text(f"staff.author.{str(author).partition(':')[0]}"), "words": words}
        yield Text("staff.card.turn", said)


def _pending(case: Case) -> Iterator[Text]:
    """What runs out, or waits, while a case is open."""
    if case.due_at:
        yield Text("staff.card.due", {"due": riyadh(case.due_at)})
    if until := _details(case).get("window"):
        yield Text("staff.card.window", {"until": riyadh(datetime.fromisoformat(str(until)))})
    if case.parked:
        yield Text("staff.card.parked")
    if case.level:
        yield Text(f"staff.card.level.{case.level}")


def _details(case: Case) -> dict[str, object]:
    return case.details if isinstance(case.details, dict) else {}
