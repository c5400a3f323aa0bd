"""Enquiry: a correct answer from the book, or a person when unclear (procedures 1, 3, 4).

Who is told an answer says whether it helped. "Not quite" offers what else came near, up to three
and none of them twice; then an officer takes over and sees what was shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows import mask, matching, satisfaction
from flows.book import Answer
from flows.context import Context
from flows.effects import Say, Unanswered
from flows.events import Event, Opened, Said
from flows.flow import Flow, Outcome, Refer
from flows.matching import Match, asked
from flows.rejection import Unclear
from flows.steps import Choose, Diverted, Step, Tell
from flows.text import Lines, Shown, Text, Value

HELPED = {"thanks": "yes", "understood": "yes", "not_understood": "no"}
"""What else is said to whether something is clear now."""
NONE_OF_THEM = {"no": "other", "not_understood": "other"}
"""What else is said where no topic on the list is meant."""
NEXT = (2, 3, 4)  # rounds after the first answer: one for each other candidate
OTHERS = 3
NEAR = 0.45  # the score from which another answer is worth offering


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Step):
    """The beneficiary's own words. Not understood when nothing in the book is near them."""

    def parse(self, event: Event, ctx: Context) -> Value:
        opened = asked(event.text, ctx) if isinstance(event, Said) else None
        if opened is None:
            raise Unclear
        if opened.flow != "enquiry":
            raise Diverted(opened)
        return opened.given["question"]

    def masked(self, value: Value, ctx: Context) -> Shown:
        return mask.redact(str(value))


def question(ctx: Context) -> str:
    return str(ctx.answers.get("question", ""))


def match(ctx: Context) -> Match:
    return ctx.matcher.match(question(ctx))


def several(ctx: Context) -> tuple[str, ...]:
    """The answers of several questions that were put at once, if all of them are to be told."""
    ids = () if "which" in ctx.answers else ctx.matcher.explain(question(ctx)).several
    return ids if all(ctx.book.answers[id_].valid_on(ctx.today) for id_ in ids) else ()


def half_sure(ctx: Context) -> bool:
    return match(ctx).action == "choices" and not several(ctx)


def first(ctx: Context) -> str:
    """The answer that was found sure, or picked; once it was told, that one whatever changes."""
    told = ctx.answers.get("told")
    if isinstance(told, str):
        return told
    if at_once := several(ctx):
        return at_once[0]
    found = match(ctx)
    return found.ids[0] if found.action == "answer" else str(ctx.answers.get("which"))


def chosen(ctx: Context) -> Answer | None:
    return ctx.book.answers.get(first(ctx))


def valid(ctx: Context) -> bool:
    answer = chosen(ctx)
    return answer is not None and answer.valid_on(ctx.today)


def shows(answer: Answer) -> Mapping[str, Shown]:
    return matching.told(answer).values


def shown(ctx: Context) -> Mapping[str, Shown]:
    answer = chosen(ctx)
    assert answer is not None
    return shows(answer)


def besides(n: int) -> Tell:
    """The answer to the question after `n` others that were put with it."""

    def its(ctx: Context) -> str:
        return several(ctx)[n]

    return Tell(
        key=f"besides_{n}",
        line="enquiry.told",
        when=lambda ctx: len(several(ctx)) > n,
        shows=lambda ctx: shows(ctx.book.answers[its(ctx)]),
        marks=its,
    )


def replies(ctx: Context) -> Iterable[str]:
    answer = chosen(ctx)
    if answer and answer.opens not in {None, "officer"}:
        yield "open"
    yield from ("yes", "no", "officer")


# ------------------------------------------------------------------ not quite
def others(ctx: Context) -> tuple[str, ...]:
    """The answers that came near besides the first, best first, as far as they hold today."""
    candidates = ctx.matcher.explain(question(ctx)).candidates
    near = (its.id for its in candidates if its.score >= NEAR)
    every = dict.fromkeys((*match(ctx).ids, *near))
    known = {first(ctx), *several(ctx)}
    rest = (id_ for id_ in every if id_ not in known and ctx.book.answers[id_].valid_on(ctx.today))
    return tuple(rest)[:OTHERS]


def picked(ctx: Context, before: int) -> tuple[str, ...]:
    """Which of the others were told in the rounds before this one."""
    ids = (ctx.answers.get(f"which_{n}") for n in NEXT if n < before)
    return tuple(str(id_) for id_ in ids if id_ not in {None, "other"})


def told(ctx: Context) -> tuple[str, ...]:
    """Every answer that was shown, in its order."""
    if "told" not in ctx.answers:
        return ()
    return (first(ctx), *several(ctx)[1:], *picked(ctx, max(NEXT) + 1))


def left(n: int) -> Callable[[Context], tuple[str, ...]]:
    """The others that round `n` may still offer."""
    return lambda ctx: tuple(id_ for id_ in others(ctx) if id_ not in picked(ctx, n))


def helped(n: int) -> str:
    return "helped" if n < min(NEXT) else f"helped_{n}"


def next_answer(n: int) -> Iterator[Step]:
    """Round `n`: the others are offered, one is told, and whether it helped is asked again."""

    def not_quite(ctx: Context) -> bool:
        return valid(ctx) and ctx.answers.get(helped(n - 1)) == "no" and bool(left(n)(ctx))

    def its(ctx: Context) -> Answer | None:
        return ctx.book.answers.get(str(ctx.answers.get(f"which_{n}")))

    def is_picked(ctx: Context) -> bool:
        return not_quite(ctx) and its(ctx) is not None

    def values(ctx: Context) -> Mapping[str, Shown]:
        answer = its(ctx)
        assert answer is not None
        return shows(answer)

    yield Choose(
        key=f"which_{n}",
        line="enquiry.next",
        when=not_quite,
        among=lambda ctx: (*left(n)(ctx), "other"),
        also=NONE_OF_THEM,
        otherwise=asked,
        label=titled,
        reviewed=False,
    )
    yield Tell(key=f"told_{n}", line="enquiry.told", when=is_picked, shows=values)
    yield Choose(
        key=helped(n),
        line="enquiry.helped",
        when=is_picked,
        among=lambda _: ("yes", "no", "officer"),
        also=HELPED,
        otherwise=asked,
        reviewed=False,
    )


def titled(id_: str, _: Context) -> Text:
    return Text("enquiry.which.option.other" if id_ == "other" else f"book.answer.{id_}.title")


# ------------------------------------------------------------------ what it comes to
def outcome(ctx: Context) -> tuple[Outcome, ...]:
    if chosen(ctx) is None:
        return (refer("none_of_these", ctx),)
    if not valid(ctx):
        return (refer("stale", ctx),)
    words = [ctx.answers[key] for n in (1, *NEXT) if (key := helped(n)) in ctx.answers]
    match words[-1]:
        case "yes":
            missed = (Unanswered(question(ctx), "not_quite", told(ctx)[:-1]),)
            glad = Say(Text("enquiry.glad"))
            asked_about = satisfaction.after(told(ctx)[-1], ctx)
            return (*(missed if len(words) > 1 else ()), glad, *asked_about)
        case "open":
            answer = chosen(ctx)
            return (Opened(str(answer and answer.opens)),)
        case "officer":
            return (refer("asked", ctx),)
        case _:
            return (refer("not_helped", ctx),)


def refer(reason: str, ctx: Context) -> Refer:
    """With what was shown, for whoever takes it on."""
    titles = Lines(tuple(Text(f"book.answer.{id_}.title") for id_ in told(ctx)))
    fields = ((Text("enquiry.shown.label"), titles),) if titles.of else ()
    return Refer(reason, question(ctx), fields=fields, shown=told(ctx))


ENQUIRY = Flow(
    "enquiry",
    steps=(
        Question(key="question"),
        Choose(
            key="which",
            when=half_sure,
            among=lambda ctx: (*match(ctx).ids, "other"),
            also=NONE_OF_THEM,
            otherwise=asked,
            label=titled,
        ),
        Tell(key="told", when=valid, shows=shown, marks=first),
        *map(besides, range(1, matching.CHOICES)),
        Choose(key="helped", when=valid, among=replies, also=HELPED, otherwise=asked),
        *(step for n in NEXT for step in next_answer(n)),
    ),
    done=outcome,
)
