"""Sensitive reports: harassment, violence, blackmail. The focal points alone hear of them.

They are recognised anywhere, also in the middle of a form and while an officer has the turn, and
held from everybody else before they are routed. On doubt one question is asked. Nobody is asked
more than they want to tell; the form that was open is kept and goes on afterwards. (IASC, six core
principles on sexual exploitation and abuse.)
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec.structs import replace

from flows.arabic import fold
from flows.book import Book
from flows.checks import text_between
from flows.context import Context
from flows.conversation import Conversation
from flows.effects import Effect, Escalate, Public, Relay, Say, Turn
from flows.events import Edited, Event, Opened, Said, Sent
from flows.flow import Flow, Outcome, Refer
from flows.phrases import mentions
from flows.steps import Ask, Choose
from flows.text import Lines, Text

if TYPE_CHECKING:
    from flows.engine import Engine

Sign: TypeAlias = Literal["clear", "doubtful"]

REASON = "sensitive"
DOUBT, TALK = "doubt", "talk"  # given: words that may be a report, and whether an officer waits


def sign(event: Event, book: Book) -> Sign | None:
    """Whether somebody tells of such a thing. What only a programme is about is no report.

    Four lists of the book's words tell: `sensitive` is said by whom it happened to,
    `sensitive_word` names the thing, `sensitive_hint` may mean it, and beside `sensitive_topic`
    it may be a course or a policy that is asked about.
    """
    text = fold(said(event))
    if not text:
        return None
    if mentions(text, book.words.get("sensitive", frozenset())):
        return "clear"
    names = mentions(text, book.words.get("sensitive_word", frozenset()))
    hints = names or mentions(text, book.words.get("sensitive_hint", frozenset()))
    if not hints or _titles(text, book):
        return None
    if mentions(text, book.words.get("sensitive_topic", frozenset())):
        return "doubtful" if names else None
    return "clear" if names else "doubtful"


def said(event: Event) -> str:
    match event:
        case Said(text) | Edited(text):
            return text
        case Sent(caption=text):
            return text
        case _:
            return ""


def _titles(text: str, book: Book) -> bool:
    """Whether it is the title of a programme, typed in place of a tap."""
    titles = (title for its in book.programmes.values() for title in (its.title.ar, its.title.en))
    return any(text == fold(title) for title in titles)


# ------------------------------------------------------------------ where it goes
def own_case(ctx: Context) -> str | None:
    """The sensitive case that this person has already, and that is worked on."""
    focal = (its for its, lane in ctx.person.apart.items() if lane == "focal")
    return next((its for its in focal if its not in ctx.person.resolved), None)


def look(engine: Engine, conversation: Conversation, event: Event, ctx: Context) -> Turn | None:
    """What becomes of a report that comes unasked: taken on, or first asked about.

    None where it is none, where the focal point is listening already, or where nothing that is
    said may be taken anywhere.
    """
    listening = conversation.talk is not None and conversation.talk == own_case(ctx)
    if listening or engine.seals(conversation):
        return None
    form = conversation.form
    given = form.given if form and form.flow == REASON else None
    match sign(event, ctx.book):
        case "clear" if given is None or DOUBT in given:
            before = [str(given[DOUBT])] if given else []
            turn = report(conversation, "\n".join([*before, said(event)]), ctx)
            return _with_file(turn, event)
        case "doubtful" if given is None:
            return doubted(engine, conversation, said(event), ctx)
    return None


def _with_file(turn: Turn, event: Event) -> Turn:
    """What was sent with the words belongs to them."""
    if not isinstance(event, Sent):
        return turn
    file = Relay(str(turn.conversation.case), replace(event, caption=""))
    return Turn(turn.conversation, (*turn.effects, file))


def doubted(engine: Engine, conversation: Conversation, words: str, ctx: Context) -> Turn:
    """Ask whether it is one; an officer who had the turn waits for the answer."""
    talking = conversation.turn == "human"
    opened = Opened(REASON, {DOUBT: words, **({TALK: True} if talking else {})})
    waits = replace(conversation, turn="paused") if talking else conversation
    return engine.open(waits, opened, ctx)


def report(conversation: Conversation, words: str, ctx: Context) -> Turn:
    """The focal points have it, and the turn; whoever told is told who else will not see it."""
    effects: tuple[Effect, ...]
    if reference := own_case(ctx):
        effects = (
            Relay(reference, Said(words)),
            Say(Text("sensitive.again", {"reference": reference})),
        )
    else:
        reference = ctx.references[0]
        case = Escalate(reference, REASON, REASON, words, (), lane="focal")
        effects = (case, *(Say(text) for text in promise(reference, ctx)))
    forms = tuple(form for form in conversation.forms if form.flow != REASON)
    told = replace(conversation, forms=forms, misses=0, turn="human", case=reference)
    return Turn(told, effects)


def promise(reference: str, ctx: Context) -> tuple[Text, ...]:
    association = ctx.book.association
    by = ctx.now + timedelta(hours=association.numbers.sensitive_hours)
    numbers = tuple(
        Text("sensitive.emergency.line", {"name": Text(f"book.emergency.{n}"), "phone": its.phone})
        for n, its in enumerate(association.emergency)
    )
    received = Text("sensitive.received", {"reference": reference, "by": by})
    onward = Text("sensitive.onward")
    if not numbers:
        return (received, onward)
    return (received, onward, Text("sensitive.emergency", {"numbers": Lines(numbers)}))


# ------------------------------------------------------------------ the flow
def is_doubted(ctx: Context) -> bool:
    return DOUBT in ctx.given


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    words = str(ctx.given.get(DOUBT, "") or ctx.answers["words"])
    if ctx.answers.get("sure") == "no":
        again = Refer("asked", words) if ctx.given.get(TALK) else Said(words)
        return (Public(), again)
    return (Refer(REASON, words),)


SENSITIVE = Flow(
    REASON,
    discreet=True,
    steps=(
        Choose(
            key="sure",
            when=is_doubted,
            among=lambda _: ("yes", "no"),
            label=lambda id_, _: Text(f"common.{id_}"),
            reviewed=False,
        ),
        Ask(key="words", when=lambda ctx: not is_doubted(ctx), check=text_between(2, 4000)),
    ),
    done=outcome,
)
