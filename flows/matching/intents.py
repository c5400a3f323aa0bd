"""What people want that is no question: a flow, an officer, or a kind word back.

Each is a meaning of `association/words.toml`, whose spellings serve as examples.
"""

from __future__ import annotations

EMOJI = "emoji"
"""Nothing but emoji, and none that means something else."""
ACTED = frozenset(
    {
        *("officer", "requests", "register", "rate", "language", "menu", "stop"),
        *("complaint", "suggestion", "delete_data", "cancel_request", "rights"),
        *("greeting", "thanks", "courtesy", "wellbeing", "robot", "apology", "farewell"),
        *("occasion", EMOJI),
    }
)
"""What is done at once, whatever the screen asks: `flows.behaviours.INTENDED`."""
ANGER = "anger"
ABUSE = "abuse"
FELT = frozenset({ANGER, ABUSE})
"""What calls for an apology, and the second time for a person."""
INTENTS = (ACTED | FELT) - {EMOJI}
