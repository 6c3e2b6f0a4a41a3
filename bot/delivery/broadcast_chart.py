"""A broadcast's report as a picture."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

SIZE = (7.2, 5.4)
INK, SOFT, BAR, HELPFUL, NOT_FOR_ME = "#1f2a37", "#d5dbe3", "#0b6e99", "#0b6e99", "#b3541e"


def draw(picture: Mapping[str, Any]) -> bytes:
    """What became of it above; below, what readers of each language thought. Each bar has its number beside it."""
    segments = picture["segments"]
    figure = Figure(figsize=SIZE, dpi=110, layout="constrained")
    heights = [3, max(1.2, 0.6 * len(segments))]
    top, *more = figure.subplots(2, 1, height_ratios=heights) if segments else [figure.subplots()]
    names, numbers = zip(*reversed(picture["bars"]), strict=True)
    top.bar_label(top.barh(names, numbers, color=BAR), padding=4, color=INK)
    top.set_title(picture["title"], loc="left", color=INK, fontsize=13, fontweight="bold")
    for below in more:
        _opinions(below, segments, picture["words"])
    for axes in (top, *more):
        axes.margins(x=0.12)
        axes.xaxis.set_visible(False)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        axes.tick_params(colors=INK)
    buffer = BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _opinions(below: Axes, segments: Sequence[Any], words: Mapping[str, str]) -> None:
    """What readers of each segment thought."""
    places = range(len(segments))
    for shift, column, name, colour, hatch in (
        (0.2, 1, "helpful", HELPFUL, ""),
        (-0.2, 2, "not_for_me", NOT_FOR_ME, "//"),
    ):
        bars = below.barh(
            [place + shift for place in places],
            [one[column] for one in segments],
            height=0.36, color=colour, hatch=hatch, edgecolor="white", label=words[name],
        )  # fmt: skip
        below.bar_label(bars, padding=4, color=INK)
    below.set_yticks([*places], [one[0] for one in segments])
    below.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1))
