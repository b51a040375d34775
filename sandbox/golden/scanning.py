"""Scans: a printed page laid a little askew on an office's scanner, with its noise, its blur and its JPEG."""

import io
import random
import time
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sandbox.post.stilled import still_pdf

_PAPER = 250
_STILL = time.strptime("2026-11-24", "%Y-%m-%d")


class Scanner(NamedTuple):
    """How a page is scanned.

    Attributes:
        dpi: Dots per inch.
        angle: How far the page is turned, in degrees.
        noise: How much each dot is off, of 255.
        blur: Radius in dots, at 300 dpi.
        quality: Of the JPEG.
        contrast: From 1, black on white, downwards: a worn drum.
        specks: Stains of a dot or three, anywhere: beside a figure one may look like a point or a minus.
    """

    dpi: int
    angle: float
    noise: int
    blur: float
    quality: int
    contrast: float = 1.0
    specks: int = 0


def any_scanner(chance: random.Random) -> Scanner:
    """One of an office's: 200 to 300 dpi, within 1.2 degrees."""
    return Scanner(
        dpi=chance.choice((200, 240, 300)),
        angle=round(chance.uniform(-1.2, 1.2), 2),
        noise=chance.randrange(4, 26),
        blur=round(chance.uniform(0.2, 0.9), 2),
        quality=chance.randrange(45, 76),
        contrast=round(chance.uniform(0.7, 1.0), 2),
        specks=chance.choice((0, 0, 20, 60, 150)),
    )


def scan(pdf: bytes, chance: random.Random, scanner: Scanner) -> bytes:
    """The document as a PDF of pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    pages = []
    for page in document:
        picture = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil().convert("L")
        pages.append(_scanned(picture, chance, scanner))
    out = io.BytesIO()
    pages[0].save(
        out,
        "PDF",
        resolution=scanner.dpi,
        quality=scanner.quality,
        save_all=True,
        append_images=pages[1:],
        creationDate=_STILL,
        modDate=_STILL,
    )
    return still_pdf(out.getvalue())


def _scanned(page: Image.Image, chance: random.Random, scanner: Scanner) -> Image.Image:
    page = page.point(lambda dot: round(_PAPER - (255 - dot) * scanner.contrast * _PAPER / 255))
    page = page.rotate(scanner.angle, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER)
    brush = ImageDraw.Draw(page)
    for _ in range(scanner.specks):
        left, top = chance.randrange(page.width), chance.randrange(page.height)
        brush.ellipse((left, top, left + chance.randrange(4), top + chance.randrange(3)), fill=chance.randrange(180))
    page = page.filter(ImageFilter.GaussianBlur(scanner.blur * scanner.dpi / 300))
    return ImageChops.add(page, _noise(page.size, chance, scanner.noise), offset=-scanner.noise)


def _noise(size: tuple[int, int], chance: random.Random, most: int) -> Image.Image:
    """Dots between nothing and twice `most`, those in the middle most often; the same for the same dice."""
    wide, high = size
    one, other = (Image.frombytes("L", size, chance.randbytes(wide * high)) for _ in range(2))
    return Image.blend(one, other, 0.5).point(lambda dot: round(dot * 2 * most / 255))
