"""Other readers of PDFs: `python -m benchmarks.peer_processes.with_pdf_readers pdfplumber|invoice2data`.

It says `ready`, and for each path it gets it reads that PDF and says how many milliseconds that took.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TEMPLATE = r"""
issuer: Kontorhuset
keywords: [Kontorhuset]
options: {decimal_separator: ',', date_formats: ['%d-%m-%Y']}
fields:
  amount: 'I alt at betale\s+([\d.]+,\d\d)'
  date: 'Fakturadato:\s+(\d\d-\d\d-\d{4})'
  invoice_number: 'Fakturanummer:\s+(\S+)'
"""
"""What invoice2data needs to go from one of our invoices to a result: fewer fields than ours, and no lines."""


def plumb(path: str) -> None:
    """Every page's words with their places."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()


def invoice(folder: str) -> Callable[[str], None]:
    """To fields, by its default cascade."""
    from invoice2data import extract_data
    from invoice2data import input as readers
    from invoice2data.extract.loader import read_templates

    (Path(folder) / "benchmark.yml").write_text(TEMPLATE, encoding="utf-8")
    templates = read_templates(folder)

    def read(path: str) -> None:
        readers._cached_to_text.cache_clear()  # noqa: SLF001 (each round reads the file anew)
        assert extract_data(path, templates)["invoice_number"]

    return read


def main(name: str) -> None:
    """Answer each path of standard input with the milliseconds it took, until there are no more."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        read = plumb if name == "pdfplumber" else invoice(folder)
        print("ready", flush=True)
        for line in sys.stdin:
            began = time.perf_counter()
            read(line.strip())
            print((time.perf_counter() - began) * 1000, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
