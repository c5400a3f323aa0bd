"""All flows of this release, by id."""

from collections.abc import Mapping

from flows.closing import CLOSING
from flows.correction import CORRECTION
from flows.delivery import DELIVERY
from flows.enquiry import ENQUIRY
from flows.flow import Flow
from flows.handoff import OFFICER
from flows.leaving import CANCEL, RESUME
from flows.menu import MENU
from flows.misconception import MISCONCEPTION
from flows.objection import DECISION, OBJECTION
from flows.praise import PRAISE
from flows.rating import CONTACT, RATE, RATING, WITHOUT_A_NAME
from flows.recommendation import RECOMMENDATION
from flows.recovery import RERATING
from flows.referral import REFERRAL
from flows.registration import REGISTRATION
from flows.renewal import RENEWAL
from flows.requests import REQUESTS
from flows.rights import RIGHTS, STEPS
from flows.satisfaction import SATISFACTION
from flows.sensitive import SENSITIVE
from flows.settings import LANGUAGE, NOTICES
from flows.voice import COMPLAINT, ERASURE, SUGGESTION, VOICE
from flows.withdrawal import WITHDRAWAL

FLOWS: Mapping[str, Flow] = {
    flow.id: flow
    for flow in (
        MENU,
        REGISTRATION,
        ENQUIRY,
        MISCONCEPTION,
        REFERRAL,
        RIGHTS,
        STEPS,
        VOICE,
        COMPLAINT,
        SUGGESTION,
        PRAISE,
        SENSITIVE,
        ERASURE,
        REQUESTS,
        CORRECTION,
        DECISION,
        OBJECTION,
        WITHDRAWAL,
        RENEWAL,
        DELIVERY,
        CLOSING,
        RATING,
        WITHOUT_A_NAME,
        CONTACT,
        RERATING,
        SATISFACTION,
        RECOMMENDATION,
        RATE,
        OFFICER,
        LANGUAGE,
        NOTICES,
        RESUME,
        CANCEL,
    )
}
