"""Files answer the questions that ask for them: gathered, judged; elsewhere turned away."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from flows import codec
from flows.book import Document
from flows.catalogue import FLOWS
from flows.checks import CHECKS, text_between
from flows.documents import documents
from flows.effects import Effect, Erase, Escalate, Gather, Keep
from flows.engine import Engine
from flows.events import Event, File, Gathered, HandedBack, Opened, Sent, Shared, Spoke, Unread
from flows.flow import Flow
from flows.steps import Ask, Upload
from flows.steps.upload import MB, sound
from flows.text import Text, Value
from flows.uploading import ONCE
from tests.flows.book import BOOK, CONTEXT, COURSE, w
from tests.flows.chat import Chat
from tests.replacing import replace

PAPER = Upload(key="paper", types=frozenset({"pdf", "png"}), most=2, size=1, optional=True)
NOTE, NUMBER = (
    Ask(key="note", check=text_between(1, 100)),
    Ask(key="number", check=CHECKS["national_id"]),
)
A, B, C = File("a.pdf", "pdf", 1000), File("b.png", "png", 1000), File("c.pdf", "pdf", 1000)
DAMAGED = File("d", problem="damaged")
LABELS = {
    "upload.option.done": frozenset({"done", "تم"}),
    "upload.option.remove": frozenset({"remove"}),
}


def asked(**changes: object) -> Chat:
    """At a question that asks for files; another one follows it."""
    paper = dataclasses.replace(PAPER, **changes)  # type: ignore[arg-type]  # fields of the step
    flow = Flow("papers", steps=(paper, NOTE, NUMBER), resumable=True)
    talk = Chat(engine=Engine({**FLOWS, "papers": flow}))
    talk.ctx = replace(talk.ctx, labels={**talk.ctx.labels, **LABELS})
    return talk.hear(Opened("papers"))


def sent(*files: File) -> list[Event]:
    return [Sent("document", "handle", found=file) for file in files]


def settled(talk: Chat, *files: File) -> Chat:
    return talk.hear(*sent(*files), Gathered(files[-1].id))


def answer(talk: Chat) -> Value:
    return talk.form.answers.get("paper")


# ------------------------------------------------------------------ gathering
def test_a_file_is_kept_and_not_answered_yet() -> None:
    talk = asked().hear(*sent(A))
    assert talk.turn.effects == (Keep("paper", A), Gather("a.pdf"))
    assert talk.form.files == (A,)
    assert codec.load(codec.dump(talk.conversation)) == talk.conversation


def test_an_album_gets_one_answer() -> None:
    talk = asked(most=3).hear(*sent(A, B), Gathered("a.pdf"))
    assert talk.turn.effects == ()  # another one came after that
    talk.hear(Gathered("b.png"))
    assert talk.said == ["upload.more"]
    assert talk.question.text == Text("upload.more", {"most": 3}, count=2)
    assert talk.offered == ["done", "remove"]


def test_all_that_may_come_has_come() -> None:
    talk = settled(asked(), A, B)
    assert talk.said == ["papers.note.ask"]
    assert answer(talk) == ("a.pdf", "b.png")
    assert talk.form.files == ()


@pytest.mark.parametrize("word", ["تم", "done", "1"])
def test_a_word_says_that_it_is_all(word: str) -> None:
    talk = settled(asked(), A).say(word)
    assert answer(talk) == ("a.pdf",)
    assert talk.said == ["papers.note.ask"]
    assert talk.hear(Gathered("a.pdf")).turn.effects == ()  # said before that fell due


def test_that_it_is_all_may_be_said_at_once() -> None:
    assert answer(asked().hear(*sent(A)).say("تم")) == ("a.pdf",)


def test_nothing_came_yet() -> None:
    talk = asked().say("تم")
    assert talk.said == ["check.file.nothing", "papers.paper.ask"]
    assert talk.offered == ["skip"]
    assert answer(talk.say("skip")) is None
    assert "paper" in talk.form.answers


def test_what_must_be_given_cannot_be_skipped() -> None:
    talk = asked(optional=False)
    assert talk.offered == []
    assert talk.say("skip").said[-1] == "papers.paper.ask"


def test_files_are_removed_and_sent_again() -> None:
    talk = settled(asked(), A).tap("remove")
    assert talk.form.files == ()
    assert talk.said == ["papers.paper.ask"]
    assert answer(settled(talk, B).tap("done")) == ("b.png",)


def test_files_wait_for_an_answer_across_an_interruption() -> None:
    talk = settled(asked(), A).say("menu", "continue")
    assert talk.question.text == Text("upload.more", {"most": 2}, count=1)
    assert talk.say("help").said[-1] == "upload.more"


def test_going_back_forgets_them() -> None:
    talk = settled(asked(), A).say("تم", "back")
    assert (answer(talk), talk.form.files) == (None, ())


# ------------------------------------------------------------------ judging
@pytest.mark.parametrize(
    ("file", "reason", "values"),
    [
        (DAMAGED, "damaged", {}),
        (File("e.jpeg", "jpeg", 10), "type", {"types": "PDF / PNG"}),
        (File("f", problem="archive"), "archive", {"types": "PDF / PNG"}),
        (File("g.pdf", "pdf", MB + 1), "too_big", {"size": 1}),
        (File(problem="unavailable"), "unavailable", {}),
    ],
)
def test_what_cannot_be_taken_is_told(file: File, reason: str, values: dict[str, Value]) -> None:
    talk = asked().hear(*sent(file))
    assert talk.done(Keep) == []
    talk.hear(Gathered(file.id))
    assert talk.said == [f"check.file.{reason}", "papers.paper.ask"]
    assert talk.turn.effects[0].text.values == values  # type: ignore[union-attr]  # it is said
    assert (talk.form.files, talk.form.refusals) == ((), 1)


def test_an_answer_is_given_on_all_that_came() -> None:
    talk = settled(asked(), A, DAMAGED, File("e", problem="damaged"))
    assert talk.said == ["check.file.damaged", "upload.more"]
    assert (talk.form.files, talk.form.refusals) == ((A,), 0)


def test_what_was_not_taken_is_told_before_it_counts_as_all() -> None:
    talk = asked().hear(*sent(A, DAMAGED)).say("تم")
    assert talk.said == ["check.file.damaged", "upload.more"]
    assert answer(talk.say("تم")) == ("a.pdf",)


def test_more_than_may_come_is_told_and_left() -> None:
    talk = settled(asked(), A, B, C)
    assert talk.said == ["check.file.too_many", "papers.note.ask"]
    assert answer(talk) == ("a.pdf", "b.png")


def test_after_three_useless_files_a_person_takes_over() -> None:
    talk = asked()
    for _ in range(3):
        settled(talk, DAMAGED)
    assert [case.reason for case in talk.done(Escalate)] == ["refused"]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Unread("sticker"), "common.unread.sticker"),
        (Unread("contact"), "common.unread.contact"),
        (Unread("location"), "common.unread.location"),
        (Shared("+966551234567"), "common.unread.contact"),
    ],
)
def test_what_is_no_file_leaves_the_form_where_it_was(event: Event, line: str) -> None:
    talk = settled(asked(), A)
    before = talk.form
    talk.hear(event)
    assert talk.said == [line, "upload.more"]
    assert talk.form == before


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_what_is_no_document_is_erased_and_leaves_the_files_as_they_are(kind: str) -> None:
    talk = settled(asked(), A).hear(Sent(kind, "x"))
    assert talk.said == [f"common.unread.{kind}", "upload.more"]
    assert talk.done(Erase) == [Erase()]
    assert sound(talk.form.files) == (A,)


def test_an_officer_who_talks_is_not_talked_over() -> None:
    talk = asked().hear(*sent(A), Spoke("26000422"), Gathered("a.pdf"))
    assert talk.turn.effects == ()
    talk.hear(HandedBack("26000422"))
    assert talk.said == ["handoff.back", "upload.more"]


def test_a_time_that_falls_due_without_a_form_changes_nothing() -> None:
    assert Chat().hear(Gathered("a.pdf")).turn.effects == ()


# ------------------------------------------------------------------ what holds
def test_files_hold_as_long_as_the_programme_asks_for_such() -> None:
    held = {
        value: PAPER.holds(value, CONTEXT)
        for value in (None, ("a.pdf",), ("a.pdf", "b.png", "c.pdf"), ("a.jpeg",), "x")
    }
    assert list(held.values()) == [True, True, False, False, False]
    assert not dataclasses.replace(PAPER, optional=False).holds(None, CONTEXT)


def test_count_and_kind_are_shown() -> None:
    shown = Text("upload.shown", {"types": "PDF / PNG"}, count=2)
    assert PAPER.show(("a.pdf", "b.png"), CONTEXT) == shown
    assert PAPER.show(None, CONTEXT) == Text("common.none")
    assert PAPER.wants() == "file"


# ------------------------------------------------------------------ pictures nobody asked for
def at_number() -> Chat:
    talk = settled(asked(), A).say("تم", "note")
    assert talk.said == ["papers.number.ask"]
    return talk


@pytest.mark.parametrize("kind", ["image", "document", "audio", "video"])
def test_a_file_nobody_asked_for_is_turned_away_and_erased(kind: str) -> None:
    talk = settled(asked(), A).say("تم")
    talk.hear(Sent(kind, "x"))
    assert talk.said == [f"common.unread.{kind}", "papers.note.ask"]
    assert talk.done(Erase) == [Erase()]


@pytest.mark.parametrize(
    ("kind", "why"), [("image", "identity"), ("document", "identity"), ("audio", "audio")]
)
def test_a_copy_instead_of_a_number_is_turned_away_with_the_reason(kind: str, why: str) -> None:
    talk = at_number().hear(Sent(kind, "x"))
    assert talk.said == [f"common.unread.{why}", "papers.number.ask"]
    assert talk.done(Erase) == [Erase()]


def test_an_album_is_turned_away_with_one_word() -> None:
    talk = at_number().hear(Sent("image", "x"))
    talk.hear(Sent("image", "y"))
    assert talk.turn.effects == (Erase(),)
    talk.ctx = replace(talk.ctx, now=talk.ctx.now + ONCE)
    talk.hear(Sent("image", "z"))
    assert talk.said[0] == "common.unread.identity"


def test_a_picture_may_be_the_first_that_is_ever_sent() -> None:
    talk = Chat().hear(Sent("image", "x"))
    effects: list[Effect] = list(talk.turn.effects)
    assert Erase() in effects
    assert talk.said == ["common.unread.image", "menu.go.ask"]


@pytest.mark.parametrize(
    ("flow", "said"), [("papers", "resume.how.ask"), ("enquiry", "enquiry.question.ask")]
)
def test_a_picture_after_days_is_erased_too(flow: str, said: str) -> None:
    talk = at_number() if flow == "papers" else Chat().hear(Opened(flow))
    talk.wait(2).hear(Sent("image", "x"))
    assert talk.said[-1] == said
    assert talk.done(Erase) == [Erase()]


# ------------------------------------------------------------------ programmes
LICENCE = Document(
    "licence",
    w("licence"),
    w("licence?"),
    w("help"),
    frozenset({"pdf"}),
    when=("before", "yes"),
    expires=True,
)


def test_a_programme_asks_for_documents_and_when_they_expire() -> None:
    course = dataclasses.replace(COURSE, documents=(LICENCE,))
    book = dataclasses.replace(BOOK, programmes={"course": course})
    upload, expiry = documents(course)
    before = replace(CONTEXT, book=book, answers={"field.before": "no"})
    assert not upload.when(before)
    wanted = replace(before, answers={"field.before": "yes"})
    assert (upload.key, upload.when(wanted), expiry.when(wanted)) == ("file.licence", True, False)
    come = replace(wanted, answers={"field.before": "yes", "file.licence": ("a.pdf",)})
    assert expiry.when(come)
    assert expiry.question(come).values == {"document": Text(f"{upload.line}.label")}
    assert expiry.holds("2026-11-22", come)
    tomorrow = replace(come, now=come.now.replace(day=23))
    assert not expiry.holds("2026-11-22", tomorrow)
    late = expiry.lapsed("2026-11-22", tomorrow)
    assert late is not None
    assert late.values["date"] == date(2026, 11, 22)


def test_without_a_day_nothing_follows() -> None:
    [upload] = documents(
        dataclasses.replace(COURSE, documents=(dataclasses.replace(LICENCE, expires=False),))
    )
    assert isinstance(upload, Upload)
