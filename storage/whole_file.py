"""Files that appear under their name whole or not at all, and never in another's place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """An empty file for the owner only, to be filled; left without an error it becomes `path`.

    Until then it stands beside `path` with the ending ``.partial``, and is taken away after an
    error. `FileExistsError` if there is something under that name, before or after.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already: it is not overwritten")
    written, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".partial")
    os.close(written)
    partial = Path(name)
    try:
        yield partial
        _sync(partial)
        _publish(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    _sync(path.parent)  # a power cut takes a name away that its folder was not written with


def _publish(partial: Path, path: Path) -> None:
    try:
        os.link(partial, path)  # refuses to overwrite, which a rename does not
    except FileExistsError:
        raise FileExistsError(f"{path} is there already: it is not overwritten") from None
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(f"{path} is there already: it is not overwritten") from None
        partial.rename(path)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
