"""The questions a flow can ask. A step turns a reply into a value, or says why it cannot.

Every step reads what people really send: a button, a number (any digits), a label in either
language, a usual word. What an answer means today is asked again on every turn (`holds`), so that
an identity card that expired or a programme that closed since is noticed (policy procedure 2).
"""

from flows.steps.ask import SKIP, Ask
from flows.steps.choose import Choose, Confirm
from flows.steps.remark import VOICE, Remark
from flows.steps.review import REVIEW, Change, Review
from flows.steps.select import Select
from flows.steps.step import Condition, Diverted, Group, Shows, Step, Stop, Tell, always
from flows.steps.upload import Upload

__all__ = [
    "REVIEW",
    "SKIP",
    "VOICE",
    "Ask",
    "Change",
    "Choose",
    "Condition",
    "Confirm",
    "Diverted",
    "Group",
    "Remark",
    "Review",
    "Select",
    "Shows",
    "Step",
    "Stop",
    "Tell",
    "Upload",
    "always",
]
