"""An answer that did not help: the others that came near, none of them twice, then an officer."""

from __future__ import annotations

from flows.effects import Escalate, Relay, Unanswered
from flows.events import Said
from flows.matching import Matcher
from flows.text import Lines, Text
from tests.flows.book import ANSWERS, BOOK, answer
from tests.flows.chat import Chat, chat
from tests.replacing import replace

OFFICES = (
    answer("main", "where is the main office of the association"),
    answer("women", "where is the women office of the association"),
    answer("north", "where is the north office of the association"),
    answer("south", "where is the south office of the association"),
    answer("east", "where is the east office of the association"),
    answer("closed", "where is the closed office of the association", until=2025),
)
ASKED = "where is the main office of the association"


def asking(*offices: str) -> Chat:
    """Somebody who asked for the main office, of an association that has more of them."""
    kept = [its for its in OFFICES if its.id in {"main", *offices}]
    every = {its.id: its for its in (*ANSWERS, *kept)}
    talk = chat()
    book = replace(BOOK, answers=every)
    talk.ctx = replace(
        talk.ctx, book=book, matcher=Matcher.build(every.values(), BOOK.words), labels={}
    )
    return talk.say(ASKED)


def titles(*ids: str) -> Lines:
    return Lines(tuple(Text(f"book.answer.{id_}.title") for id_ in ids))


def test_not_quite_offers_the_others_that_came_near() -> None:
    talk = asking("women", "north", "south", "east")
    assert talk.said == ["enquiry.told", "enquiry.helped.ask"]
    assert talk.say("no").said == ["enquiry.next.ask"]
    assert len(talk.offered) == 4  # three at most, and none of them
    assert talk.offered[-1] == "other"
    assert "main" not in talk.offered


def test_one_of_them_may_be_it() -> None:
    talk = asking("women").say("no")
    talk.tap("women")
    assert talk.said == ["enquiry.told", "enquiry.helped.ask"]
    assert talk.offered == ["yes", "no", "officer"]
    assert talk.say("yes").said == ["enquiry.glad", "satisfaction.score.ask"]
    assert talk.done(Unanswered) == [Unanswered(ASKED, "not_quite", ("main",))]


def test_what_was_shown_is_never_offered_again_and_then_an_officer_takes_over() -> None:
    talk = asking("women", "north", "south").say("no")
    shown = ["main"]
    while talk.said == ["enquiry.next.ask"]:
        assert not {*shown} & {*talk.offered}
        shown.append(talk.offered[0])
        talk.tap(talk.offered[0])
        assert talk.said == ["enquiry.told", "enquiry.helped.ask"]
        talk.say("no")
    assert len(shown) == 4
    (case,) = talk.done(Escalate)
    assert (case.reason, case.question) == ("not_helped", ASKED)
    assert case.fields[-1] == (Text("enquiry.shown.label"), titles(*shown))
    assert talk.done(Unanswered) == [Unanswered(ASKED, "not_helped", tuple(shown))]


def test_none_of_the_others_brings_an_officer_who_sees_what_was_shown() -> None:
    talk = asking("women").say("no").tap("other")
    (case,) = talk.done(Escalate)
    assert (case.reason, case.fields[-1][1]) == ("not_helped", titles("main"))


def test_an_officer_may_be_asked_for_after_the_second_answer() -> None:
    talk = asking("women").say("no").tap("women", "officer")
    (case,) = talk.done(Escalate)
    assert (case.reason, case.fields[-1][1]) == ("asked", titles("main", "women"))
    assert talk.done(Unanswered)[0].reason == "asked"


def test_an_officer_asked_for_at_once_has_nothing_to_write_better() -> None:
    assert not chat().say("officer").done(Unanswered)


def test_where_nothing_else_came_near_an_officer_takes_over_at_once() -> None:
    talk = chat().say("do you have any vacancies")
    assert talk.done(Unanswered) == [Unanswered("do you have any vacancies", "stale")]
    (case,) = chat().say("I want to make a complaint", "no").done(Escalate)
    assert case.reason == "not_helped"


def test_an_answer_past_its_date_is_not_offered_either() -> None:
    assert "closed" not in asking("closed", "women").say("no").offered


def test_the_next_question_may_be_asked_instead_of_choosing() -> None:
    talk = asking("women").say("no", "when do you open")
    assert talk.said == ["enquiry.told", "enquiry.helped.ask"]
    assert talk.form.given == {"question": "when do you open"}


def test_what_was_told_stays_told_when_the_book_changes_meanwhile() -> None:
    """Answers may be published between two turns: then the question would be matched anew."""
    talk = asking()
    published = (*ANSWERS, answer("moved", ASKED))
    talk.ctx = replace(talk.ctx, matcher=Matcher.build(published, BOOK.words))
    (case,) = talk.tap("officer").done(Escalate)
    assert case.fields[-1][1] == titles("main")


def test_a_state_of_an_earlier_release_knows_only_that_something_was_told() -> None:
    talk = asking()
    form = replace(talk.form, answers={**talk.form.answers, "told": True})
    talk.conversation = talk.conversation.with_form(form)
    (case,) = talk.tap("officer").done(Escalate)
    assert case.fields[-1][1] == titles("main")


def test_with_a_case_open_the_question_is_known_as_unanswered_too() -> None:
    talk = chat(case="26000463").say("enquiry", "zxcvb qwrtp", "qwrtp zxcvb")
    assert talk.done(Relay) == [Relay("26000463", Said("qwrtp zxcvb"))]
    assert talk.done(Unanswered) == [Unanswered("qwrtp zxcvb", "unclear")]
