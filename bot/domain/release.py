"""When a case may end: by a therapist's hand, after it was seen, with the whole list ticked."""

from collections.abc import Collection
from enum import StrEnum


class Refusal(StrEnum):
    """Why a case cannot be closed, or a point not be ticked, yet."""

    NOT_A_THERAPIST = "not_a_therapist"
    NOT_SEEN = "not_seen"
    NOT_TICKED = "not_ticked"
    CLOSED = "closed"


def refuses_tick(*, therapist: bool, closed: bool) -> Refusal | None:
    """Why somebody may not tick a point of the list; None when they may."""
    if closed:
        return Refusal.CLOSED
    return None if therapist else Refusal.NOT_A_THERAPIST


def refuses_close(
    *, therapist: bool, closed: bool, acknowledged: bool, ticked: Collection[str], needed: Collection[str]
) -> Refusal | None:
    """Why somebody may not close a case; None when they may."""
    if closed:
        return Refusal.CLOSED
    if not therapist:
        return Refusal.NOT_A_THERAPIST
    if not acknowledged:
        return Refusal.NOT_SEEN
    return None if set(needed) <= set(ticked) else Refusal.NOT_TICKED
