"""All flows of this release, by id."""

from collections.abc import Mapping

from flows.delivery import DELIVERY
from flows.enquiry import ENQUIRY
from flows.flow import Flow
from flows.handoff import OFFICER
from flows.leaving import CANCEL, RESUME
from flows.menu import MENU
from flows.rating import RATE, RATING
from flows.registration import REGISTRATION
from flows.renewal import RENEWAL
from flows.requests import REQUESTS
from flows.settings import LANGUAGE, NOTICES

FLOWS: Mapping[str, Flow] = {
    flow.id: flow
    for flow in (
        MENU,
        REGISTRATION,
        ENQUIRY,
        REQUESTS,
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
