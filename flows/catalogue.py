"""All flows of this release, by id."""

from collections.abc import Mapping

from flows.correction import CORRECTION
from flows.delivery import DELIVERY
from flows.enquiry import ENQUIRY
from flows.flow import Flow
from flows.handoff import OFFICER
from flows.leaving import CANCEL, RESUME
from flows.menu import MENU
from flows.objection import DECISION, OBJECTION
from flows.rating import RATE, RATING
from flows.registration import REGISTRATION
from flows.renewal import RENEWAL
from flows.requests import REQUESTS
from flows.settings import LANGUAGE, NOTICES
from flows.withdrawal import WITHDRAWAL

FLOWS: Mapping[str, Flow] = {
    flow.id: flow
    for flow in (
        MENU,
        REGISTRATION,
        ENQUIRY,
        REQUESTS,
        CORRECTION,
        DECISION,
        OBJECTION,
        WITHDRAWAL,
        RENEWAL,
        DELIVERY,
        RATING,
        RATE,
        OFFICER,
        LANGUAGE,
        NOTICES,
        RESUME,
        CANCEL,
    )
}
