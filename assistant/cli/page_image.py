"""The command that shows a quotation on the page of its PDF."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import Index, SettingsFile, settings_of
from assistant.page_image import SCALE, PageImage, page_images
from corpus.drawing import Drawer
from corpus.errors import PageError
from corpus.pdf.picture import SCALES
from index.library.generation import disk_errors
from index.searching.originals import Originals


def page(
    document: Annotated[str, typer.Argument(help="The document's id, as `assistant documents` lists it.")],
    start: Annotated[int, typer.Argument(help="Where the quotation begins in its text, as `--json` tells it.")],
    end: Annotated[int, typer.Argument(help="Where it ends.")],
    out: Annotated[Path, typer.Option(help="Write the page to this file, as PNG.")],
    index: Index = None,
    settings_file: SettingsFile = None,
    scale: Annotated[float, typer.Option(min=SCALES[0], max=SCALES[1], help="Pixels a point.")] = SCALE,
) -> None:
    """Show a quotation on the page of its PDF, with exactly its words marked, or nothing marked."""
    originals = Originals.open(settings_of(settings_file, index).index)
    try:
        found = originals.document(document)
    except KeyError:
        raise PageError(f"{document} is not in the library; `assistant documents` lists what is.") from None
    images = page_images(found, start, end, originals, Drawer(), scale)
    for at, image in enumerate(images):
        path = out if at == 0 else out.with_name(f"{out.stem}-{image.page}{out.suffix}")
        with disk_errors(path):
            path.write_bytes(image.marked_png())
        typer.echo(f"Page {image.page}, {_marked(image)}, is written to {path}.")
    if images[0].told:
        typer.echo(images[0].told)


def _marked(image: PageImage) -> str:
    if not image.marked:
        return "without marks"
    return "with one mark" if len(image.marks) == 1 else f"with {len(image.marks)} marks"
