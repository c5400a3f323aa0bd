"""What must not be lost: servers are killed, providers fail, people flood; everybody is watched.

`python -m bench --long` and tests/fire do the same, at different lengths. Nothing here is about
speed: each scene ends when everybody has what is theirs, or when nothing comes any more.
"""
