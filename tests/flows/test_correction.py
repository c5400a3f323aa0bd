"""A correction asks exactly what an officer could not confirm, and keeps the rest."""

from __future__ import annotations

from flows import correction
from flows.effects import Corrected, Discarded
from flows.events import HandedBack, Opened, Said
from flows.text import Lines, Text
from tests.flows.book import APPLICANT, OWN
from tests.flows.chat import Chat, chat
from tests.flows.test_verification import ANSWERS
from tests.replacing import replace


def asked(*keys: str, **answers: str) -> Opened:
    return correction.opening(OWN, {**ANSWERS, **answers}, keys, "كما في الأصل")


def waiting() -> Chat:
    """Somebody whose application waits for their correction."""
    [application] = APPLICANT.applications
    return chat(applications=(replace(application, state="needs_correction"),))


def test_only_what_is_wrong_is_asked_and_told_with_the_remark() -> None:
    talk = waiting().hear(HandedBack(OWN, asked("name", "mobile")))
    assert talk.said == ["correction.told", "registration.name.ask"]
    labels = Lines((Text("registration.name.label"), Text("registration.mobile.label")))
    told = talk.turn.effects[0].text  # type: ignore[union-attr]  # the first thing said
    assert told.values == {"reference": OWN, "fields": labels, "remark": "كما في الأصل"}
    talk.say("سارة سعد محمد العتيبي")
    assert talk.said == ["registration.mobile.ask"]
    talk.say("0559876543")
    assert talk.said == ["correction.done", "menu.go.ask"]
    [made] = talk.done(Corrected)
    assert talk.done(Discarded) == [], "nothing was given up"
    changed = {"name": "سارة سعد محمد العتيبي", "mobile": "+966559876543"}
    assert (made.application, made.answers) == (OWN, {**ANSWERS, **changed})
    assert (Text("registration.name.label"), "سارة ع.") in made.fields


def test_a_date_is_read_back_but_only_the_one_that_is_given_anew() -> None:
    talk = waiting().hear(asked("name"))
    assert talk.said[-1] == "registration.name.ask"
    talk = waiting().hear(asked("id_expiry"))
    assert talk.said[-1] == "registration.id_expiry.ask"
    assert talk.say("2031/01/01").said == ["registration.id_expiry_right.ask"]
    [made] = talk.say("yes").done(Corrected)
    assert made.answers == {**ANSWERS, "id_expiry": "2031-01-01"}


def test_what_depends_on_a_corrected_answer_is_asked_too() -> None:
    talk = waiting().hear(asked("field.before"))
    assert talk.say("yes").said == ["book.programme.course.field.story.ask"]
    [made] = talk.say("دورة قصيرة في الجمعية").done(Corrected)
    assert (made.answers["field.before"], made.answers["field.story"]) == (
        "yes",
        "دورة قصيرة في الجمعية",
    )


def test_an_answer_that_no_longer_applies_is_not_handed_on() -> None:
    told = {"field.before": "yes", "field.story": "دورة قصيرة في الجمعية"}
    [made] = waiting().hear(asked("field.before", **told)).say("no").done(Corrected)
    assert "field.story" not in made.answers


def test_a_correction_nobody_waits_for_ends_kindly() -> None:
    talk = chat(applications=APPLICANT.applications).hear(asked("name"))
    assert talk.said == ["correction.over", "menu.go.ask"]
    begun = waiting().hear(asked("name")).be(applications=APPLICANT.applications)
    assert begun.say("سارة سعد محمد العتيبي").said == ["correction.over", "menu.go.ask"]
    assert not begun.done(Corrected)


def test_a_field_of_an_earlier_release_is_let_go() -> None:
    talk = waiting().hear(asked("field.gone"))
    assert talk.said == ["correction.told", "correction.done", "menu.go.ask"]


def test_it_may_be_left_and_taken_up_again_from_ones_requests() -> None:
    talk = waiting()
    talk.known[OWN] = asked("name")
    assert talk.say("requests").offered == [f"correct.{OWN}", f"withdraw.{OWN}", "menu"]
    assert talk.tap(f"correct.{OWN}").said == ["correction.told", "registration.name.ask"]
    talk.say("menu")
    assert talk.say("continue").said == ["registration.name.ask"]


def test_one_that_is_gone_meanwhile_leads_back_to_the_menu() -> None:
    assert waiting().say("requests").tap(f"correct.{OWN}").said == ["menu.go.ask"]


def test_a_wrong_answer_is_refused_as_at_registration() -> None:
    talk = waiting().hear(asked("national_id"))
    assert talk.hear(Said("1000000009")).said[0].startswith("check.national_id.")
