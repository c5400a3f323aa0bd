"""An application: what a registration becomes, up to the service itself (procedures 2, 5 and 6)."""

from flows.book import Book
from flows.lifecycle import Lifecycle
from flows.text import Text

CHECKED = ("under_verification", "complete")
"""While an officer matches its data."""
MARKED = ("submitted", *CHECKED)
"""In which a field may be marked; the first mark begins the verification."""
OWED = (*MARKED, "objected")
"""While the next step is the association's, and promised by a day."""
UNDECIDED = (*OWED, "needs_correction")
"""Before there is a decision: neither closed nor delivered."""

OVER = ("closed", "finally_not_approved", "withdrawn")
"""After which nothing more is done about it, unless its case is opened again."""
FINISHED = ("delivered", "closed", "not_approved", "finally_not_approved", "withdrawn")
"""After which the same person may apply for the same again."""
REFUSED = ("not_approved", "finally_not_approved", "withdrawn")
"""Where no seat is held."""

MOVES = Lifecycle(
    {
        "verify": ("owner", {"submitted": "under_verification"}),
        "complete": ("owner", {"under_verification": "complete"}),
        "doubt": ("owner", {"complete": "under_verification"}),
        "ask_correction": ("owner", dict.fromkeys(CHECKED, "needs_correction")),
        "correct": ("beneficiary", {"needs_correction": "under_verification"}),
        "approve": ("owner", {"complete": "approved"}),
        "reject": ("owner", dict.fromkeys((*CHECKED, "needs_correction"), "not_approved")),
        "object": ("beneficiary", {"not_approved": "objected"}),
        "grant": ("reviewer", {"objected": "approved"}),
        "uphold": ("reviewer", {"objected": "finally_not_approved"}),
        "withdraw": ("beneficiary", dict.fromkeys((*UNDECIDED, "approved"), "withdrawn")),
        "deliver": (
            "owner",
            dict.fromkeys(("approved", "disputed", "partly_delivered"), "in_delivery"),
        ),
        "receive_full": ("beneficiary", {"in_delivery": "delivered"}),
        "receive_partly": ("beneficiary", {"in_delivery": "partly_delivered"}),
        "receive_no": ("beneficiary", {"in_delivery": "disputed"}),
        "rate": ("beneficiary", {"delivered": "closed"}),
        "close": (
            "owner",
            dict.fromkeys(("approved", "in_delivery", "disputed", "partly_delivered"), "closed"),
        ),
        "reopen": ("bot", {"closed": "approved"}),
    }
)


def service(programme: str, book: Book) -> Text:
    """The name of what was applied for. The association may have stopped listing it since."""
    if programme in book.programmes:
        return Text(f"book.programme.{programme}.title")
    return Text("common.our_service")
