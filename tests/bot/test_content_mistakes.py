"""Every kind of mistake people make in the association's files, and what they are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from flows.book import FieldKind
from tests.bot.content_folder import copy_to, edit, line_of, problems

DEPARTMENTS = "care, programmes, nonprofits, volunteering, resources, quality"
ROLES = "officer, supervisor, focal, admin"
TEXT = '{ ar = "أ", en = "a" }'
NEW_FIELD = f'[fields.x]\nkind = "text"\nlabel = {TEXT}\nask = {TEXT}\nhelp = {TEXT}\n'


@dataclass(frozen=True)
class Mistake:
    """In `file`, the first `old` becomes `new`; the line on which `at` begins must be named.

    In `says`, ``{about.toml: [location]}`` stands for that file and the line of that text.
    """

    file: str
    old: str
    new: str
    at: str
    place: str
    says: str


# fmt: off
NOT_TOML = [
    Mistake("association.toml", "[contact]", "[contact", "[contact", "association",
            "not TOML: Expected ']' at the end of a table declaration"),
    Mistake("words.toml", 'send = ["', 'send = ["\\q', "send", "words",
            "not TOML: Unescaped '\\' in a string"),
    Mistake("programmes/youth.toml", "[eligibility.resident]", "[eligibility.age] ",
            "[eligibility.age] ", "programmes.youth",
            "not TOML: Cannot declare ('eligibility', 'age') twice"),
]

WRONG_TYPE = [
    Mistake("association.toml", "= 2022-03-08", '= "2022-03-08"', "approved =",
            "association.policy.approved", "expected a date, such as 2027-06-30"),
    Mistake("answers/about.toml", "= 2027-06-30", '= "soon"', "valid_until",
            "answers.about_association.valid_until", "expected a date, such as 2027-06-30"),
    Mistake("association.toml", "opens = 08:00:00", 'opens = "08:00"', "frames =",
            "association.hours.frames.opens", "expected a time, such as 08:00:00"),
    Mistake("association.toml", "[7, 1, 2, 3, 4]", '["Sunday"]', "days =",
            "association.hours.days", "expected a list of whole numbers, such as [7, 1, 2, 3, 4]"),
    Mistake("association.toml", "draft_days = 30", "draft_days = 30.5", "draft_days",
            "association.numbers.draft_days", "expected a whole number"),
    Mistake("association.toml", '"920000000"', "920000000", "phone =",
            "association.contact.phone", "expected a text in quotes"),
    Mistake("association.toml", "quality = {", "quality = 5 #", "quality =",
            "association.departments.quality", "expected a table"),
    Mistake("association.toml", "opens = 10:00:00, closes = 15:00:00 }]",
            'opens = 10:00:00, closes = 15:00:00 }, "off"]', "ramadan =",
            "association.hours.ramadan", "expected a table"),
    Mistake("association.toml", "ramadan = [{ opens = 10:00:00, closes = 15:00:00 }]",
            "ramadan = { opens = 10:00:00, closes = 15:00:00 }", "ramadan =",
            "association.hours.ramadan", "expected a list of tables"),
    Mistake("programmes/skills.toml", "optional = true", "optional = 1", "optional = 1",
            "programmes.skills.fields.goal.optional", "expected true or false"),
    Mistake("programmes/skills.toml", '["individual"]', '["people"]', "audience",
            "programmes.skills.audience",
            "expected a list of any of: individual, guardian, organisation"),
    Mistake("programmes/skills.toml", '"number"', '"integer"', 'kind = "integer"',
            "programmes.skills.fields.years.kind",
            f"expected one of: {', '.join(get_args(FieldKind))}"),
    Mistake("programmes/consultation.toml", '["topic", "other"]', '"topic"', "when =",
            "programmes.consultation.fields.other_topic.when",
            'expected a list of texts, such as ["one", "two"]'),
    Mistake("officers.toml", '["focal"]', '["boss"]', '["boss"]',
            "officers.hessa.roles", f"expected a list of any of: {ROLES}"),
    Mistake("officers.toml", "[sara]", '[sara]\ntelegram = "1"', 'telegram = "1"',
            "officers.sara.telegram", "expected a whole number"),
    Mistake("answers/about.toml", "[location]", 'hello = "x"\n[location]', "hello =",
            "answers.working_hours.hello", "unknown here; expected one of: title, text, phrasings, "
            "owner, source, approved_by, valid_until, opens, corrects"),
    Mistake("words.toml", "back = [", "back = [5, ", "back =", "words.meanings.back",
            'expected a list of texts, such as ["one", "two"]'),
]

MISSING_OR_UNKNOWN = [
    Mistake("association.toml", "retention.en =", "retension.en =", "retension",
            "association.privacy.retension",
            "unknown here; expected one of: version, purpose, retention, officer, email"),
    Mistake("association.toml", "retention.en =", "retension.en =", "retention.ar",
            "association.privacy.retention.en", "missing; expected a text in quotes"),
    Mistake("association.toml", "name.ar", 'name.fr = "x"\nname.ar', "name.fr",
            "association.name.fr", "unknown here; expected one of: ar, en"),
    Mistake("association.toml", 'licence = "1000"', "", "# Who", "association.licence",
            "missing; expected a text in quotes"),
    Mistake("association.toml", "[departments]", "[branches]", "# Who", "association.departments",
            "missing; expected a table of names"),
    Mistake("association.toml", "[departments]", "[branches]", "[branches]", "association.branches",
            "unknown here; expected one of: "
            "name, licence, contact, privacy, policy, hours, numbers, retention, emergency"),
    Mistake("programmes/skills.toml", "verify_days = 2", "", "# A training",
            "programmes.skills.verify_days", "missing; expected a whole number"),
    Mistake("programmes/skills.toml", 'ask = { ar = "ما طريقة', 'asks = { ar = "ما طريقة',
            "[fields.mode]", "programmes.skills.fields.mode.ask",
            "missing; expected a table of ar, en"),
    Mistake("words.toml", "[numbers]", "[digits]", "# What", "words.numbers",
            "expected a table of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"),
    Mistake("words.toml", "[numbers]", "[digits]", "[digits]", "words.digits",
            "unknown here; expected one of: meanings, numbers"),
    Mistake("words.toml", "cancel = [", "cancle = [", "[meanings]", "words.meanings.cancel",
            "missing; expected a list of spellings"),
    Mistake("association.toml", "bayda = {", "Bayda = {", "Bayda", "association.governorates.Bayda",
            "expected a name of a-z, 0-9 and _, at most 32 of them"),
    Mistake("answers/about.toml", "[location]", "[the-location]", "[the-location]",
            "answers.the-location", "expected a name of a-z, 0-9 and _, at most 32 of them"),
]

EMPTY = [
    Mistake("association.toml", '"Tasami Al-Sharqiyah Association"', '" "', "name.en",
            "association.name.en", "expected a text that is not empty"),
    Mistake("answers/about.toml", '"وش سالفة تسامي الشرقية؟"', '""', '  "",',
            "answers.about_association.phrasings", "expected words"),
    Mistake("answers/about.toml", '"وش سالفة تسامي الشرقية؟"', '"؟؟"', '"؟؟"',
            "answers.about_association.phrasings", "expected words"),
    Mistake("words.toml", '"السابق"', '"!"', "back =", "words.meanings.back", "expected words"),
]

UNSOUND = [
    Mistake("association.toml", "[7, 1, 2, 3, 4]", "[0]", "days =",
            "association.hours.days", "expected days from 1 (Monday) to 7 (Sunday)"),
    Mistake("association.toml", "frames = [{ opens = 08:00:00, closes = 16:00:00 }]", "frames = []",
            "frames =", "association.hours.frames",
            "expected at least one opening and closing time"),
    Mistake("association.toml", "closes = 16:00:00", "closes = 07:00:00", "frames =",
            "association.hours.frames.closes", "expected a time within 12 hours of the opening"),
    Mistake("association.toml", "closes = 16:00:00 }",
            "closes = 16:00:00 },\n{ opens = 15:00:00, closes = 18:00:00 }", "{ opens = 15:00:00",
            "association.hours.frames.opens", "expected a time after the closing before it"),
    Mistake("association.toml", "last = 2026-03-23", "last = 2026-03-13", "last = 2026-03-13",
            "association.hours.closed.last", "expected a date that is not before the first"),
    Mistake("association.toml", "minutes = 25", "minutes = 90", "prayer =",
            "association.hours.prayer.minutes", "expected minutes from 1 to 60"),
    Mistake("association.toml", "latitude = 26.42", "latitude = 64.1", "prayer =",
            "association.hours.prayer.latitude", "expected degrees north, such as 26.42"),
    Mistake("association.toml", "longitude = 50.09", "longitude = 500.9", "prayer =",
            "association.hours.prayer.longitude", "expected degrees east, such as 50.09"),
    Mistake("association.toml", "rating_days = 30", "rating_days = 0", "rating_days",
            "association.numbers.rating_days", "expected a number of 1 or more"),
    Mistake("association.toml", "low_score = 2", "low_score = 5", "low_score",
            "association.numbers.low_score", "expected a score from 1 to 4"),
    Mistake("association.toml", "review = 2027-03-08", "review = 2022-03-08", "review =",
            "association.policy.review", "expected a date after the approval"),
    Mistake("officers.toml", '["focal"]', "[]", "roles = []",
            "officers.hessa.roles", f"expected at least one of: {ROLES}"),
    Mistake("officers.toml", "[khalid]", "[khalid]\ntelegram = -100", "telegram = -100",
            "officers.khalid.telegram", "expected the number Telegram gave the person"),
    Mistake("answers/chat.toml", "phrasings = [", 'phrasings = ["أ"]\nmore = [', "phrasings =",
            "answers.notices.phrasings", "expected at least 6 different ways to ask it"),
]

UNSOUND_PROGRAMME = [
    Mistake("programmes/youth.toml", "verify_days = 5", "verify_days = 0", "verify_days",
            "programmes.youth.verify_days", "expected a number of 1 or more"),
    Mistake("programmes/youth.toml", '["individual"]', "[]", "audience",
            "programmes.youth.audience",
            "expected at least one of: individual, guardian, organisation"),
    Mistake("programmes/youth.toml", "steps = [", "steps = []\nspare = [", "steps =",
            "programmes.youth.steps", "expected at least one step"),
    Mistake("programmes/youth.toml", '["from_18_to_30"]', '["18_to_30"]', "accepts",
            "programmes.youth.eligibility.age.accepts",
            "expected a list of any of: under_18, from_18_to_30, over_30"),
    Mistake("programmes/youth.toml", '["yes"]', "[]", "accepts = []",
            "programmes.youth.eligibility.resident.accepts", "expected a list of any of: yes, no"),
    Mistake("programmes/youth.toml", '["yes"]', f'["a"]\noptions.a = {TEXT}', "options.a",
            "programmes.youth.eligibility.resident.options",
            "expected at least two options, or none for yes and no"),
    Mistake("programmes/skills.toml", "options.in_person", "#", "options.online",
            "programmes.skills.fields.mode.options",
            "expected at least two options to choose from"),
    Mistake("programmes/skills.toml", 'kind = "choice"', 'kind = "yes_no"', "options.in_person",
            "programmes.skills.fields.mode.options",
            "expected none, for only a choice has options"),
    Mistake("programmes/skills.toml", "minimum = 0", "minimum = 51", "minimum",
            "programmes.skills.fields.years.minimum", "expected a number from 0 up to the maximum"),
    Mistake("programmes/skills.toml", "maximum = 50\n", "maximum = 50\npast = true\n", "past",
            "programmes.skills.fields.years.past", "expected only with a date"),
    Mistake("programmes/skills.toml", 'kind = "yes_no"', 'kind = "yes_no"\noptional = true',
            "optional", "programmes.skills.fields.previous.optional",
            "expected only with what is typed; give it an option instead"),
    Mistake("programmes/skills.toml", "[fields.goal]", "[fields.adult]", "[fields.adult]",
            "programmes.skills.fields.adult", "expected a name that no eligibility question has"),
    Mistake("programmes/consultation.toml", '["topic", ', '["subject", ', "when =",
            "programmes.consultation.fields.other_topic.when",
            "expected an answer before it: topic"),
    Mistake("programmes/consultation.toml", ' "other"]', ' "others"]', "when =",
            "programmes.consultation.fields.other_topic.when",
            "expected an answer to topic: career, initiative, volunteering, other"),
    Mistake("programmes/governance.toml", '["assessed", "yes"]', '["licence", "1"]', "when =",
            "programmes.governance.fields.score.when", "expected an answer before it: assessed"),
    Mistake("programmes/skills.toml", "[fields.mode]",
            f'{NEW_FIELD}when = ["mode", "online"]\n[fields.mode]', "when =",
            "programmes.skills.fields.x.when", "expected an answer before it: there is none"),
]

MISMATCHED = [
    Mistake("programmes/youth.toml", 'department = "programmes"', 'department = "program"',
            "department", "programmes.youth.department",
            f"expected a department, one of: {DEPARTMENTS}"),
    Mistake("answers/voice.toml", 'owner = "quality"', 'owner = "qualiti"', "owner",
            "answers.complaint.owner", f"expected a department, one of: {DEPARTMENTS}"),
    Mistake("officers.toml", '["nonprofits"]', '["nonprofit"]', '["nonprofit"]',
            "officers.khalid.departments", f"expected a department, one of: {DEPARTMENTS}"),
    Mistake("answers/voice.toml", 'opens = "complaint"', 'opens = "rating"', "opens",
            "answers.complaint.opens",
            "expected one of: registration, enquiry, requests, rate, notices, language, officer, "
            "rights, steps, complaint, suggestion, erasure"),
    Mistake("voices.toml", "[erasure]", "[praise]", "[praise]", "voices.praise",
            "unknown here; expected one of: complaint, suggestion, erasure"),
    Mistake("voices.toml", "days = 5", "days = 0", "days = 0", "voices.complaint.days",
            "expected a number of 1 or more"),
    Mistake("voices.toml", '"quality"', '"hope"', '"hope"', "voices.complaint.department",
            f"expected a department, one of: {DEPARTMENTS}"),
    Mistake("referrals.toml", 'phone = "1919"\n', "", "[violence]", "referrals.violence.phone",
            "expected a phone or a link"),
    Mistake("misconceptions.toml", '"سمعت ان التسجيل بفلوس", ', '"القبول عندكم بالمعارف", ',
            '"ما تقبلون', "misconceptions.connections.phrases",
            "expected other words, for {misconceptions.toml: [fees]} has these: "
            "القبول عندكم بالمعارف"),
    Mistake("rights.toml", 'duties = [\n  { ar = "التبرع', 'duties = []\nx = [\n  { ar = "التبرع',
            "duties = []", "rights.donor.duties", "expected at least one"),
    Mistake("answers/voice.toml", "[complaint]", "[location]", "[location]", "answers.location",
            "expected another name, for {answers/about.toml: [location]} has this one"),
    Mistake("officers.toml", '["nonprofits"]\n\n[noura]\n',
            '["nonprofits"]\ntelegram = 7\n\n[noura]\ntelegram = 7\n', "telegram = 7\nalias",
            "officers.noura.telegram",
            "expected another account, for {officers.toml: [khalid]} has this one"),
    Mistake("answers/voice.toml", '"إلى من أرفع شكواي؟"', '"وينَ مقرّكم"', '"وينَ',
            "answers.complaint.phrasings",
            "expected other words, for {answers/about.toml: [location]} has these: وينَ مقرّكم"),
    Mistake("answers/voice.toml", 'ar = "تقديم شكوى"', 'ar = "موقع الجمعية"',
            'title = { ar = "موقع', "answers.complaint.title.ar",
            "expected other words, for {answers/about.toml: [location]} has these: موقع الجمعية"),
    Mistake("programmes/youth.toml", 'ar = "قيادات الشباب"', 'ar = "الدعم المحاسبي"', "title",
            "programmes.youth.title.ar",
            "expected other words, for {programmes/accounting.toml: #} has these: الدعم المحاسبي"),
    Mistake("association.toml", '"القيصومة"', '"الهفوف"', "hafar_albatin",
            "association.governorates.hafar_albatin.aliases",
            "expected other words, for {association.toml: ahsa =} has these: الهفوف"),
    Mistake("words.toml", '"السابق"', '"إلغاء"', "cancel =", "words.meanings.cancel",
            "expected another spelling, for back has this one: إلغاء"),
    Mistake("words.toml", '"first"', '"second"', '2 = ["اثنين"', "words.numbers.2",
            "expected another spelling, for 1 has this one: second"),
]
# fmt: on

ALL = [
    *NOT_TOML,
    *WRONG_TYPE,
    *MISSING_OR_UNKNOWN,
    *EMPTY,
    *UNSOUND,
    *UNSOUND_PROGRAMME,
    *MISMATCHED,
]


@pytest.mark.parametrize("mistake", ALL, ids=lambda mistake: f"{mistake.place}")
def test_a_mistake_is_named_with_its_line(tmp_path: Path, mistake: Mistake) -> None:
    folder = copy_to(tmp_path)
    path = folder / mistake.file
    edit(path, mistake.old, mistake.new)
    says = re.sub(
        r"\{(\S+): (.+?)\}", lambda m: f"{m[1]}:{line_of(folder / m[1], m[2])}", mistake.says
    )
    wanted = f"{mistake.file}:{line_of(path, mistake.at)}: {mistake.place}: {says}"
    assert wanted in problems(folder)
