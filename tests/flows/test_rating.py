"""Rating with a name and without, and when a survey is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import survey
from flows.calendar import RIYADH
from flows.codec import dump
from flows.effects import Effect, Escalate, Rated, Say, Unsigned
from flows.events import Edited, Opened, Said, Sent, Tapped
from flows.text import Text
from tests.flows.book import APPLICANT, BOOK, CONTEXT, OWN
from tests.flows.chat import Chat, chat

RATING = Opened("rating", {"application": OWN})
DELIVERY = Opened("delivery", {"application": OWN})
NOW = CONTEXT.now


def applicant() -> Chat:
    return chat(applications=APPLICANT.applications).hear(RATING)


def unnamed() -> Chat:
    return applicant().tap("unnamed")


# ------------------------------------------------------------------ with a name
@pytest.mark.parametrize("said", ["5", "٥", "5️⃣", "خمسة", "⭐⭐⭐⭐⭐"])
def test_a_score_is_read_in_any_writing(said: str) -> None:
    assert applicant().say(said).done(Rated) == [Rated(OWN, 5)]


@pytest.mark.parametrize("said", ["10", "6", "0"])
def test_a_number_off_the_scale_is_no_score_and_no_option(said: str) -> None:
    talk = applicant().say(said)
    assert talk.said == ["common.unclear", "rating.score.ask"]


def test_all_is_asked_and_counts_at_once() -> None:
    talk = applicant().tap("4", "3")
    assert talk.tap("5").done(Rated) == [Rated(OWN, 4, effort=3, conduct=5)]
    assert talk.said == ["rating.comment.ask"]
    last = talk.say("شكرا لكم")
    assert last.done(Rated) == [Rated(OWN, 4, effort=3, conduct=5, comment="شكرا لكم")]
    assert last.said == ["rating.thanks", "menu.go.ask"]


def test_a_low_score_is_asked_its_reason_instead() -> None:
    talk = applicant().tap("1")
    assert talk.said == ["rating.reason.ask"]
    assert talk.tap("skip").said == ["rating.comment.ask"]
    assert talk.done(Rated) == []


def test_a_score_that_turned_low_takes_effort_with_it() -> None:
    talk = applicant().tap("4", "3").say("back", "back").tap("2")
    assert talk.done(Rated) == [Rated(OWN, 2)]


def test_a_remark_may_be_spoken() -> None:
    talk = applicant().tap("4", "skip", "skip").hear(Sent("audio", "file"))
    assert talk.done(Rated) == [Rated(OWN, 4, voice=True)]
    assert talk.said == ["rating.thanks", "menu.go.ask"]


def test_a_remark_may_be_as_long_as_a_message() -> None:
    told = "تأخر كل شيء " * 342
    whole = told[:4096].strip()
    assert applicant().tap("4", "skip", "skip").say(whole).done(Rated) == [
        Rated(OWN, 4, comment=whole)
    ]
    talk = applicant().tap("4", "skip", "skip").say(told)
    assert talk.said == ["check.text.too_long", "rating.comment.ask"]


def test_what_was_spoken_is_shown_to_an_officer_as_that() -> None:
    flow = applicant().engine.flows["rating"]
    ctx = applicant().engine.seen(applicant().conversation, CONTEXT)
    remark = flow.step("comment", ctx)
    assert remark is not None
    spoken = Text("common.voice")
    assert (remark.show(True, ctx), remark.masked(True, ctx)) == (spoken, spoken)
    assert (remark.show("كلمة", ctx), remark.masked("كلمة", ctx)) == ("كلمة", "كلمة")


def test_later_keeps_the_survey_open() -> None:
    talk = applicant().tap("later")
    assert talk.done(Rated) == []
    assert talk.said == ["common.cancelled", "menu.go.ask"]


def test_a_rating_that_is_over_says_so() -> None:
    talk = applicant().be(past=(OWN,))
    assert talk.tap("5").said == ["rating.over", "menu.go.ask"] or not talk.done(Rated)
    assert talk.hear(RATING).said == ["rating.over", "menu.go.ask"]


def test_what_was_rated_may_be_changed_from_the_menu() -> None:
    talk = chat(applications=APPLICANT.applications, rated=(OWN,)).say("rate")
    assert talk.question.options[0].label.id == "rate.application.again"
    assert talk.tap(f"of.{OWN}", "3").done(Rated) == [Rated(OWN, 3)]


# ------------------------------------------------------------------ without a name
def test_each_answer_goes_its_own_way() -> None:
    talk = unnamed()
    assert talk.said == ["unnamed.score.ask"]
    assert talk.say("٢").done(Unsigned) == [Unsigned(OWN, "score", 2)]
    assert talk.said == ["rating.effort.ask"]
    assert talk.tap("3").done(Unsigned) == [Unsigned(OWN, "effort", 3)]
    assert talk.tap("skip").done(Unsigned) == []
    assert talk.say("تأخرتم").done(Unsigned) == [Unsigned(OWN, "comment", words="تأخرتم")]
    assert talk.said == ["contact.wanted.ask"]


def test_a_voice_note_without_a_name_is_only_counted() -> None:
    talk = unnamed().tap("5", "5", "5").hear(Sent("audio", "file"))
    assert talk.done(Unsigned) == [Unsigned(OWN, "comment")]


def test_the_conversation_is_the_same_whatever_was_answered() -> None:
    """Every way to answer, on every question, leaves the same bytes and asks the same."""
    ways = (("1", "٥", "skip"), ("1", "خمسة", "skip"), ("4", "2", "5"), ("5", "3", "1"))
    for depth, first in enumerate(ways):
        pasts = [unnamed().say(*[way] * (depth % 4)) for way in first]
        says: list[list[Effect]] = [list(talk.done(Say)) for talk in pasts]
        assert len({dump(talk.conversation) for talk in pasts}) == 1
        assert says.count(says[0]) == len(says)


def test_a_tap_leaves_no_more_than_a_word() -> None:
    talks = [unnamed().tap(option) for option in ("1", "2", "3", "4", "5", "skip")]
    assert len({dump(talk.conversation) for talk in talks}) == 1


def test_the_same_button_again_is_answered_kindly() -> None:
    talk = unnamed()
    first = talk.form.prompt
    talk.tap("4").hear(Tapped(first, "4"))
    assert talk.said == ["common.tapped_twice", "rating.effort.ask"]
    assert not talk.done(Unsigned)


def test_nothing_is_taken_back() -> None:
    talk = unnamed().tap("4").say("back")
    assert talk.said == ["common.sealed", "rating.effort.ask"]


@pytest.mark.parametrize("said", ["10", "الموظف فلان كان سيئا معي", "كم ساعات الدوام"])
def test_what_is_not_understood_is_taken_nowhere(said: str) -> None:
    talk = unnamed()
    for _ in range(4):
        talk.say(said)
        assert talk.said == ["common.unclear", "unnamed.score.ask"]
        assert not talk.done(Escalate)
    assert said not in dump(talk.conversation).decode()


def test_after_days_away_words_are_still_the_remark() -> None:
    talk = unnamed().tap("4", "4", "4").wait(days=5)
    assert talk.say("كل شيء تأخر").done(Unsigned) == [Unsigned(OWN, "comment", words="كل شيء تأخر")]


def test_an_officer_asked_for_meanwhile_is_told_nothing() -> None:
    talk = unnamed().tap("1").say("officer")
    [case] = talk.done(Escalate)
    assert (case.flow, case.question, case.fields) == ("unnamed", "", ())


def test_given_up_half_way_what_was_said_counts() -> None:
    assert unnamed().tap("1").say("cancel").said == ["rating.thanks", "menu.go.ask"]


@pytest.mark.parametrize(("option", "said"), [("no", "rating.thanks"), ("yes", None)])
def test_whoever_wishes_it_is_contacted(option: str, said: str | None) -> None:
    talk = unnamed().tap("1", "skip", "skip", "skip", option)
    if said:
        assert talk.said == [said, "menu.go.ask"]
    else:
        [case] = talk.done(Escalate)
        assert (case.reason, case.question, case.fields[1:]) == ("call_me", "", ())


def test_an_open_survey_is_not_heard_while_an_officer_talks() -> None:
    talk = unnamed().say("officer")
    assert not talk.engine.seals(talk.conversation)
    assert talk.hear(Said("مرحبا"), Edited("مرحبا بك")).done(Unsigned) == []


# ------------------------------------------------------------------ when
def test_a_second_survey_within_a_week_waits() -> None:
    talk = chat(applications=APPLICANT.applications, surveyed=CONTEXT.today - timedelta(days=6))
    assert talk.hear(DELIVERY).tap("full").said == ["delivery.thanks", "menu.go.ask"]
    talk = chat(applications=APPLICANT.applications, surveyed=CONTEXT.today - timedelta(days=7))
    assert talk.hear(DELIVERY).tap("full").said == ["delivery.thanks", "rating.score.ask"]


def test_when_a_survey_is_due() -> None:
    association = BOOK.association
    noon = NOW.replace(hour=12, minute=0)
    assert survey.due(noon, None, association) == noon + timedelta(hours=2)
    assert survey.due(noon, noon - timedelta(days=1), association) == noon + timedelta(days=6)
    evening = NOW.replace(hour=20, minute=0).astimezone(RIYADH)
    assert survey.due(evening, None, association) == evening + timedelta(hours=13)


def test_a_survey_is_over_after_its_days() -> None:
    days = timedelta(days=BOOK.association.numbers.rating_days)
    assert survey.is_over(NOW - days, NOW, BOOK.association)
    assert not survey.is_over(NOW - days + timedelta(seconds=1), NOW, BOOK.association)


def test_what_is_over_is_neither_asked_nor_answered() -> None:
    over = survey.MOVES.states() - {*survey.OPEN}
    assert over == {"answered", "used", "refused", "suppressed", "expired"}
    moves = {state: set(survey.MOVES.open_to(state)) for state in over}
    assert moves.pop("answered") == {"rate", "rate_unnamed"}
    assert moves.pop("used") == {"rate_unnamed"}, "the other answers without a name"
    assert not set().union(*moves.values())
    assert survey.is_open_to("due", "hold_back")
    assert not survey.is_open_to("asked", "hold_back")
