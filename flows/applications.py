"""An application: what a registration becomes, up to the service itself (procedure 6)."""

from flows.lifecycle import Lifecycle

MOVES = Lifecycle(
    {
        "deliver": ("owner", {"submitted": "in_delivery", "disputed": "in_delivery"}),
        "receive_full": ("beneficiary", {"in_delivery": "delivered"}),
        "receive_partly": ("beneficiary", {"in_delivery": "partly_delivered"}),
        "receive_no": ("beneficiary", {"in_delivery": "disputed"}),
    }
)
