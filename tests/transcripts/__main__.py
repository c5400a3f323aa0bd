"""Writes every golden conversation anew, to be reviewed as a diff."""

from tests.talk import Association
from tests.transcripts import FILES, play

if __name__ == "__main__":
    sample = Association.sample()
    for path in FILES:
        path.write_text(play(path.read_text("utf-8"), sample), "utf-8")
