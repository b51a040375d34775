"""From a PDF of one to five pages to fields, warm child included, against pypdf's own visitor pass over the same pages.

Budget (design, section 10): at most 1.3 times that pass, for each document. Gevinst's is all of it: the child, geometry, form
fields, attachments, the template, checks. Beside it pdfplumber's words and invoice2data's fields, in `.venv-bench`, on the
invoices among the documents; and the seconds of a scanned page against tesseract alone on the same picture, of which Gevinst
takes two looks in two sizes. Each figure is the least of its rounds, taken in turn: whatever else the machine does only adds,
and to two processes that wait for each other more than to one.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader

from benchmarks.office_pdfs import INVOICES, OfficePdf, make_office_pdfs
from benchmarks.results import Lines, Measured, ratio
from benchmarks.scans import scan, tesseract
from benchmarks.timing import interleaved, seconds
from connectors.documents import ocr
from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / ".venv-bench/bin/python"
PEERS = ("pdfplumber", "invoice2data")
TO_PYPDF = 1.3
OURS, BARE = "Gevinst", "pypdf's own visitor pass"


def run(*, quick: bool) -> Lines:
    """Each document against the floor, then the peers on the invoices, then a scan."""
    rounds = 5 if quick else 40
    with TemporaryDirectory() as folder, ExitStack() as stack:
        documents = make_office_pdfs(Path(folder))
        peers = {name: stack.enter_context(_peer(name)) for name in PEERS} if PEER.exists() else {}
        spent: dict[str, float] = {}
        for document in documents:
            contenders = {OURS: _ours(document), BARE: _bare(document)}
            if document.template == INVOICES:
                contenders |= {name: _asked(ask, document) for name, ask in peers.items()}
            interleaved(contenders, 2)
            found = {name: min(each) for name, each in interleaved(contenders, rounds).items()}
            what = f"{document.name}, {document.pages} {'page' if document.pages == 1 else 'pages'}"
            yield Measured(f"{what}: to fields, Gevinst", f"{found[OURS]:.1f} ms")
            yield ratio(f"{what}: Gevinst to {BARE}", found[OURS], found[BARE], TO_PYPDF)
            if document.template == INVOICES:
                spent = {name: spent.get(name, 0) + each for name, each in found.items()}
        pages = sum(document.pages for document in documents if document.template == INVOICES)
        for name, each in spent.items():
            yield Measured(f"the invoices, {name}", f"{pages * 1000 / each:.0f} pages a second")
        if not peers:
            yield Measured("the peers are not installed: run `make bench`", "not measured")
        yield from _scanned(documents[0], Path(folder), 1 if quick else 5)


def _ours(document: OfficePdf) -> Callable[[], float]:
    template = load_template(document.template)

    def read() -> float:
        began = time.perf_counter()
        found = extract(read_document(document.path), template)
        spent = (time.perf_counter() - began) * 1000
        assert found.fields[document.field].value is not None
        return spent

    return read


def _bare(document: OfficePdf) -> Callable[[], float]:
    def read() -> float:
        began = time.perf_counter()
        found: list[tuple[object, ...]] = []
        for page in PdfReader(document.path).pages:
            page.extract_text(visitor_text=lambda *drawn: found.append(drawn))
        assert found
        return (time.perf_counter() - began) * 1000

    return read


@contextmanager
def _peer(name: str) -> Iterator[Callable[[Path], float]]:
    """A peer in its own process, asked for one PDF at a time."""
    command = [str(PEER), "-m", "benchmarks.peer_processes.with_pdf_readers", name]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ask, answers = process.stdin, process.stdout
        assert answers.readline() == "ready\n"

        def read(path: Path) -> float:
            ask.write(f"{path}\n")
            ask.flush()
            return float(answers.readline())

        yield read
        ask.close()


def _asked(ask: Callable[[Path], float], document: OfficePdf) -> Callable[[], float]:
    return lambda: ask(document.path)


def _scanned(document: OfficePdf, folder: Path, rounds: int) -> Lines:
    """Seconds of a page that is a picture."""
    if not ocr.can_read():
        yield Measured("tesseract or pypdfium2 is missing: no scan", "not measured")
        return
    scanned, (picture,) = scan(document.path, folder)
    template = load_template(document.template)
    assert extract(read_document(scanned), template).fields[document.field].value is not None
    contenders = {
        OURS: lambda: seconds(lambda: extract(read_document(scanned), template)),
        "tesseract": lambda: seconds(lambda: tesseract(picture)),
    }
    found = {name: min(each) for name, each in interleaved(contenders, rounds).items()}
    yield Measured("a scanned page: to fields, two looks, Gevinst", f"{found[OURS]:.2f} s a page")
    yield Measured("a scanned page: tesseract alone, one look", f"{found['tesseract']:.2f} s a page")
    yield ratio("a scanned page: Gevinst to tesseract alone", found[OURS], found["tesseract"])
