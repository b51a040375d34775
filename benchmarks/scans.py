"""Pages that are pictures, and tesseract alone on the same pictures: the floor under reading a scan."""

import os
import subprocess
from pathlib import Path

DPI = 300


def scan(pdf: Path, folder: Path) -> tuple[Path, list[Path]]:
    """The PDF as a scanner would give it, and its pages as pictures."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    pictures = []
    for number, page in enumerate(pages, 1):
        pictures.append(folder / f"{pdf.stem}-{number}.png")
        page.save(pictures[-1], dpi=(DPI, DPI))
    scanned = folder / f"{pdf.stem}-scanned.pdf"
    pages[0].save(scanned, save_all=True, append_images=pages[1:], resolution=DPI)
    return scanned, pictures


def tesseract(picture: Path) -> None:
    """Read one picture once, as Gevinst's first look does."""
    command = ["tesseract", str(picture), "stdout", "-l", "dan", "--psm", "4", "tsv"]
    subprocess.run(command, capture_output=True, check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"})
