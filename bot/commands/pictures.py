"""`stepwell content pictures`: the exercises' pictures as files, to be looked at while a pose is being written."""

from io import BytesIO
from pathlib import Path

import click
from PIL import Image, ImageDraw

from bot.commands.ending import content_of
from bot.content.model import REFERENCE
from bot.delivery import figures
from bot.settings import PROJECT

COLUMNS = 6
THUMB = (320, 240)
LABEL = 26


@click.command()
@click.argument("to", type=click.Path(path_type=Path, file_okay=False))
@click.argument("names", nargs=-1)
@click.option("--content", "folder", default=PROJECT / "content", type=click.Path(path_type=Path))
def pictures(to: Path, names: tuple[str, ...], folder: Path) -> None:
    """Draw the exercises NAMES, or all of them, into the folder TO: a still and an animation each, and one sheet."""
    content = content_of(folder)
    unknown = [name for name in names if name not in content.exercises]
    if unknown:
        raise click.UsageError(f"there is no exercise {', '.join(unknown)}")
    to.mkdir(parents=True, exist_ok=True)
    chosen = [item for item in content.exercises.values() if not names or item.id in names]
    stills = []
    for item in sorted(chosen, key=lambda item: item.data.code):
        still = figures.draw_still(item.data.figure)
        (to / f"{item.id}.png").write_bytes(still)
        (to / f"{item.id}.gif").write_bytes(figures.draw_film(item.data.figure))
        stills.append((f"{item.data.code} {item.text(REFERENCE).name}", still))
    (to / "sheet.png").write_bytes(contact_sheet(stills))
    click.echo(f"{len(stills)} exercises are in {to}; sheet.png shows all of them.")


def contact_sheet(stills: list[tuple[str, bytes]]) -> bytes:
    """A PNG of many stills, each with its label below."""
    rows = -(-len(stills) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * THUMB[0], rows * (THUMB[1] + LABEL)), figures.GROUND)
    draw = ImageDraw.Draw(sheet)
    for place, (label, still) in enumerate(stills):
        left, top = place % COLUMNS * THUMB[0], place // COLUMNS * (THUMB[1] + LABEL)
        with Image.open(BytesIO(still)) as image:
            sheet.paste(image.convert("RGB").resize(THUMB, Image.Resampling.LANCZOS), (left, top))
        draw.text(
            (left + THUMB[0] / 2, top + THUMB[1] + LABEL / 2), label, fill=(40, 54, 66), anchor="mm", font_size=14
        )
    buffer = BytesIO()
    sheet.quantize(160, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
