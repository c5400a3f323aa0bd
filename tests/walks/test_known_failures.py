"""What people complain of most in programs like this one, and the test in which it is tried here.

Each is walked over HTTP on Telegram and on WhatsApp, unless only one of them can have it.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import pytest

TURN, CLOSING, CLOCKS = ("tests.walks.test_failures_" + n for n in ("turn", "closing", "clocks"))
SURVEY, CHANNEL = ("tests.walks.test_failures_" + name for name in ("survey", "channel"))
WALKS, ROOM = "tests.walks", "tests.bot.test_staff_telegram"
SCENARIOS = f"{WALKS}.test_scenarios"

KNOWN: Mapping[int, tuple[str, ...]] = {
    1: (  # the bot answers on top of the officer, or the officer's reply ends the form
        f"{TURN}.test_1_the_bot_is_silent_while_an_officer_talks_and_the_form_goes_on",
        f"{TURN}.test_1_words_of_an_officer_in_the_middle_of_a_form_lose_nothing_of_it",
    ),
    2: (  # after closing, what is said next lies with an officer who has gone home
        f"{TURN}.test_2_after_the_end_words_are_for_the_bot_and_no_officer_of_before",
        f"{TURN}.test_2_what_comes_back_while_its_officer_is_away_waits_for_anybody",
    ),
    3: (f"{WALKS}.test_waiting.test_a_promise_that_is_not_kept",),  # claimed, and ignored
    4: (f"{SURVEY}.test_4_every_service_has_a_survey_of_its_own",),
    5: (f"{SURVEY}.test_5_no_survey_follows_thanks_nor_an_end_by_time",),
    6: (  # a survey is impossible once the window is closed
        f"{SURVEY}.test_6_a_survey_outlives_the_window_of_the_channel",
        f"{WALKS}.test_survey_window.test_an_approved_template_invites_and_its_button_begins",
    ),
    7: (f"{SURVEY}.test_7_the_survey_is_answered_by_buttons_in_the_chat",),
    8: (f"{SURVEY}.test_8_the_survey_speaks_the_language_of_the_chat",),
    9: (f"{SURVEY}.test_9_a_rating_knows_whom_and_what_it_is_of",),
    10: (f"{SURVEY}.test_10_more_is_asked_than_one_number",),
    11: (f"{WALKS}.test_recovery.test_a_low_rating_is_made_good_by_somebody_else",),
    12: (  # there is no survey at all; nor of what was done by telephone
        f"{SURVEY}.test_12_what_is_delivered_is_rated_though_nobody_confirmed_it",
        f"{WALKS}.test_logbook.test_three_numbers_one_life_and_ratings_of_their_own",
    ),
    13: (f"{CLOSING}.test_13_what_an_officer_answers_late_arrives_whole_and_in_order",),
    14: (  # no rule for what opens a closed case again
        f"{CLOSING}.test_14_within_the_grace_it_is_the_same_case_and_afterwards_another",
        f"{CLOSING}.test_14_a_question_of_ours_in_between_does_not_end_the_grace",
    ),
    15: (f"{WALKS}.test_closing.test_a_talk_is_over_when_the_person_says_so",),  # by thanks
    16: (  # closed by time though the officer is silent
        f"{CLOSING}.test_16_nobody_is_closed_out_who_waits_for_an_officer",
        f"{WALKS}.test_closing.test_who_does_not_answer_is_warned_and_then_told",
    ),
    17: (f"{CLOCKS}.test_17_the_break_and_the_holiday_are_told_to_who_asks_for_an_officer",),
    18: (  # deadlines that pass at night, or are nobody's
        f"{CLOCKS}.test_18_deadlines_run_in_working_hours_and_end_with_the_case",
        f"{CLOCKS}.test_18_who_complained_and_comes_back_is_promised_minutes_that_are_kept",
    ),
    19: (  # nobody says how long it takes, nor that an answer is being written
        f"{CHANNEL}.test_19_who_waits_hears_how_many_go_before_and_then_that_somebody_writes",
        f"{WALKS}.test_waiting.test_a_promise_that_is_not_kept",
    ),
    20: (  # what is delivered twice happens twice
        f"{CHANNEL}.test_20_what_telegram_delivers_twice_happens_once",
        f"{CHANNEL}.test_20_what_twilio_delivers_twice_happens_once",
    ),
    21: (f"{CHANNEL}.test_21_somebody_without_a_number_is_one_person_under_any_name",),
    22: (  # words among officers reach the person
        f"{WALKS}.test_telegram.test_from_salam_to_a_rating",
        f"{WALKS}.test_whatsapp.test_from_salam_to_a_rating",
    ),
    23: (f"{CHANNEL}.test_23_a_stop_is_a_stop_wherever_it_is_said",),
    24: (  # relays of words lose some of them, and some of the people
        f"{CHANNEL}.test_24_a_person_ends_the_talk_and_their_officer_hears_of_it",
        f"{CHANNEL}.test_24_an_officer_sees_what_did_not_arrive_and_what_was_changed",
        f"{ROOM}.test_room.test_a_topic_that_somebody_deleted_is_opened_anew",
        f"{ROOM}.test_room.test_closing_asks_for_an_outcome_and_a_sentence",
        f"{ROOM}.test_taking_back.test_an_edit_is_an_edit_at_telegram",
    ),
    25: (  # forms cannot be gone back in, interrupted, or left for days
        f"{CHANNEL}.test_25_a_form_is_gone_back_in_interrupted_and_put_right",
        f"{SCENARIOS}.test_by_digits_alone_verified_field_by_field_and_rated",
        f"{SCENARIOS}.test_an_identity_that_expired_at_entry_and_again_before_the_decision",
    ),
}


@pytest.mark.parametrize("number", range(1, 26))
def test_each_of_them_is_tried(number: int) -> None:
    for named in KNOWN[number]:
        module, _, name = named.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))
