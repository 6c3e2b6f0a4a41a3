"""Pictures, drawn from numbers at the moment of sending. Runs in a thread: it never blocks the loop."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from matplotlib.figure import Figure

from bot.delivery import broadcast_chart, fortnight_picture, leg_map

SIZE = (7.2, 5.0)
DATES = 7
"""How many dates have room under the days."""
INK, SOFT, NUMBNESS, PAIN, MOVED = "#1f2a37", "#d5dbe3", "#0b6e99", "#b3541e", "#7a9e7e"


def draw(picture: Mapping[str, Any]) -> bytes:
    """The PNG of a picture. Raises KeyError for a kind that nobody knows how to draw."""
    return KINDS[picture["kind"]](picture)


def progress(picture: Mapping[str, Any]) -> bytes:
    """Numbness and pain from 0 to 10 over the days, and under them what was done on each.

    The two lines differ in marker and dash as well as in colour; a day without an answer is a gap, not a zero.
    """
    words, days = picture["words"], picture["days"]
    figure = Figure(figsize=SIZE, dpi=150, layout="constrained")
    top, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
    places = range(len(days))
    for name, colour, style, marker in (("numbness", NUMBNESS, "-", "o"), ("pain", PAIN, "--", "s")):
        values = [float("nan") if value is None else value for value in picture[name]]
        top.plot(places, values, style, marker=marker, color=colour, linewidth=2, markersize=6, label=words[name])
    top.set_ylim(-0.4, 10.4)
    top.set_yticks(range(0, 11, 2))
    top.set_ylabel(words["scale"], color=INK)
    top.set_title(words["title"], loc="left", color=INK, fontsize=13, fontweight="bold")
    top.legend(frameon=False, ncols=2, loc="upper right", bbox_to_anchor=(1, 1.13))
    below.bar(places, picture["moved"], color=MOVED, width=0.6)
    below.set_ylabel(words["moved"], color=INK)
    below.set_ylim(0, max(4, *picture["moved"]))
    named = [*places][:: -(-len(days) // DATES)]
    below.set_xticks(named, [days[place] for place in named], rotation=35, ha="right", fontsize=9)
    for axes in (top, below):
        axes.grid(axis="y", color=SOFT, linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.yaxis.get_major_locator().set_params(integer=True) if axes is below else None
    buffer = BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


KINDS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "progress": progress,
    "fortnight": fortnight_picture.drawn,
    "leg_map": leg_map.drawn,
    "broadcast": broadcast_chart.draw,
}
