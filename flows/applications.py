"""An application: what a registration becomes, up to the service itself (procedure 6)."""

from flows.book import Book
from flows.lifecycle import Lifecycle
from flows.text import Text

FINISHED = ("delivered", "closed", "not_approved", "finally_not_approved", "withdrawn")
"""After which the same person may apply for the same again."""
REFUSED = ("not_approved", "finally_not_approved", "withdrawn")
"""Where no seat is held."""

MOVES = Lifecycle(
    {
        "deliver": (
            "owner",
            dict.fromkeys(("submitted", "disputed", "partly_delivered"), "in_delivery"),
        ),
        "receive_full": ("beneficiary", {"in_delivery": "delivered"}),
        "receive_partly": ("beneficiary", {"in_delivery": "partly_delivered"}),
        "receive_no": ("beneficiary", {"in_delivery": "disputed"}),
        "close": (
            "owner",
            dict.fromkeys(("submitted", "in_delivery", "disputed", "partly_delivered"), "closed"),
        ),
    }
)


def service(programme: str, book: Book) -> Text:
    """The name of what was applied for. The association may have stopped listing it since."""
    if programme in book.programmes:
        return Text(f"book.programme.{programme}.title")
    return Text("common.our_service")
