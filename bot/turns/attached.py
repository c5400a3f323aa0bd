"""A file that an officer sends: why the person's channel does not take it, before it is tried."""

from __future__ import annotations

from bot.body import File
from bot.channels.channel import MEGABYTE
from bot.kit import Kit
from bot.turns.dossier import Dossier
from flows.text import Text


def refusal(kit: Kit, dossier: Dossier, file: File) -> Text | None:
    """None where it may go out; of what is not known of the file, nothing is said."""
    takes = kit.capabilities[dossier.address.channel]
    if takes.types is not None and file.type and file.type not in takes.types:
        return Text("staff.file.unplayable")
    if file.kind == "image" and takes.picture and file.size > takes.picture:
        return Text("staff.file.picture_too_large", {"most": takes.picture // MEGABYTE})
    if takes.file and file.size > takes.file:
        return Text("staff.file.too_large", {"most": takes.file // MEGABYTE})
    return None
