"""Pages that are pictures: read where a machine is sure and a second look says the same, else a person's."""

import io
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from connectors.documents import ocr, reading
from connectors.documents.extracted import Extraction
from gevinst.codes import Code
from tests.connectors.documents.samples import CPR, bill, pdf, read, rows, values

PAGE = (595, 842)


def picture_of(document: bytes) -> Image.Image:
    """The first page as a grey picture of 200 dots an inch."""
    return pypdfium2.PdfDocument(document)[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")


def scanned(*pictures: Image.Image) -> bytes:
    """Pictures as pages without text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, invariant=True)
    for picture in pictures:
        canvas.drawInlineImage(picture, 0, 0, *PAGE)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def leaning(document: bytes, degrees: float) -> bytes:
    """As it comes out of a scanner: a little askew."""
    return scanned(picture_of(document).rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255))


def read_scan(folder: Path, content: bytes) -> Extraction:
    """What is read of it."""
    return read(folder, content, "scannet.pdf")


@pytest.mark.parametrize("degrees", [0.0, 1.2, -1.2])
def test_a_page_that_leans_is_read(tmp_path: Path, degrees: float) -> None:
    """Two degrees bring a value on its neighbour's line: the words' places are turned back first."""
    found = read_scan(tmp_path, leaning(pdf(rows(bill())), degrees))
    assert (found.problem, found.kind) == (None, "regning")
    assert (values(found)["cpr"], values(found)["amount"]) == (CPR, Decimal("1250.00"))
    assert all(each.confidence is not None for field in found.fields.values() for each in field.evidence)


def test_a_minus_is_never_lost(tmp_path: Path) -> None:
    """A credit note isn't read as a bill: the amount is negative, and so a person's."""
    found = read_scan(tmp_path, leaning(pdf(rows(bill(I_alt_at_betale="-1.250,00 kr."))), 0.6))
    assert found.fields["amount"].value is None
    assert found.problem is not None


def test_a_page_that_can_hardly_be_read_is_for_a_person(tmp_path: Path) -> None:
    """Faint and blurred: whatever tesseract makes of it, nothing wrong is accepted."""
    faint = picture_of(pdf(rows(bill()))).filter(ImageFilter.GaussianBlur(3.2)).point(lambda dot: 170 + dot // 4)
    found = read_scan(tmp_path, scanned(faint))
    truth = values(read(tmp_path, pdf(rows(bill()))))
    assert found.problem is not None
    assert {name: value for name, value in values(found).items() if value not in (None, truth[name])} == {}


def test_a_value_that_a_second_look_doesn_t_see_is_for_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Confident once isn't enough, where no check digit vouches for it."""
    content = leaning(pdf(rows(bill())), 0.0)
    asked = reading.call_limited

    def once(function: str, /, **arguments: object) -> object:
        answer = asked(function, **arguments)  # type: ignore[arg-type]
        if not function.startswith("connectors.documents.ocr:"):
            return answer
        pages = answer if isinstance(answer, list) else [answer]
        pages = [page | {"again": []} for page in pages]
        return pages if isinstance(answer, list) else pages[0]

    monkeypatch.setattr(reading, "call_limited", once)
    found = read_scan(tmp_path, content)
    assert found.fields["amount"].problem is Code.LOW_OCR_CONFIDENCE
    assert values(found)["provider_cvr"] == "29189846"


def test_without_tesseract_a_scan_is_for_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra that a machine may do without: the reason says what it is."""
    monkeypatch.setattr(ocr, "can_read", lambda: False)
    assert read_scan(tmp_path, leaning(pdf(rows(bill())), 0.0)).problem is Code.DOCUMENT_SCANNED


def test_a_page_without_words_is_for_a_person(tmp_path: Path) -> None:
    """A photograph beside the bill may be what the case is about."""
    photograph = Image.effect_noise((400, 500), 60).filter(ImageFilter.GaussianBlur(9))
    found = read_scan(tmp_path, scanned(picture_of(pdf(rows(bill()))), photograph))
    assert found.problem is not None


def test_more_pages_than_anybody_scans_are_for_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs seconds."""
    monkeypatch.setattr(reading, "MAX_SCANNED_PAGES", 1)
    page = picture_of(pdf(rows(bill())))
    assert read_scan(tmp_path, scanned(page, page)).problem is Code.LIMIT_EXCEEDED
