"""Golden conversations in Arabic, one for each thing the policy promises.

Anyone at the association can read and correct them: only the lines of the beneficiary, of the
officer and those that begin with # are typed. ``make transcripts`` writes the rest.
"""

from pathlib import Path

from tests.talk import Association, Talk

FOLDER = Path(__file__).parent
FILES = tuple(sorted(FOLDER.glob("*.txt")))


def play(script: str, association: Association) -> str:
    """The whole conversation of a script, or of a conversation written before."""
    return "\n".join(Talk(association).play(script)) + "\n"
