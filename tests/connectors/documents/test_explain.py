"""What a caseworker or whoever writes templates is shown: why each value won or lost, and the page with boxes upon it."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from connectors.documents import ocr
from gevinst.cli import run
from tests.connectors.documents.samples import CPR, NAME, bill, pdf, rows, word

GREEN, RED = (0, 128, 60), (190, 30, 30)


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """What the command answers, its tables' blanks made single."""
    run(["extract", *map(str, arguments)])
    return " ".join(capsys.readouterr().out.split())


def write(folder: Path, content: bytes, name: str = "regning.pdf") -> Path:
    """The file."""
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_value_that_was_chosen_says_where_it_stood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with the field's Danish name; what is personal stays hidden."""
    answer = said(capsys, write(tmp_path, pdf(rows(bill()))), "--explain")
    assert "1.250,00 side 1, til højre for »I alt at betale« valgt" in answer
    assert "et CPR-nummer: læst" in answer
    assert CPR not in answer
    assert NAME not in answer


def test_two_values_are_shown_beside_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both, each with its place, and the sentence the caseworker gets."""
    lines = [*rows(bill()), (60, 300, "I alt:"), (230, 300, "900,00")]
    answer = said(capsys, write(tmp_path, pdf(lines)), "--explain")
    assert "1.250,00 side 1, til højre for »I alt at betale« flere forskellige værdier" in answer
    assert "900,00 side 1, til højre for »I alt« flere forskellige værdier" in answer
    assert "Dokumentet angiver flere forskellige beløb" in answer


def test_what_can_t_be_read_is_shown_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An English number: the caseworker sees it and knows at once."""
    answer = said(capsys, write(tmp_path, pdf(rows(bill(I_alt_at_betale="1,250.00")))), "--explain")
    assert "1,250.00 side 1, til højre for »I alt at betale« kan ikke læses som et beløb" in answer


def test_a_field_that_isn_t_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No row at all would look like a fault of the program."""
    assert "intet af de steder, skabelonen kender" in said(
        capsys, write(tmp_path, pdf(rows(bill(Behandling=None)))), "--explain"
    )


def test_the_template_is_found_by_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to know what a file is; one that nothing recognises is for a person."""
    known = write(tmp_path, pdf(rows(bill())))
    assert "regning.pdf: regning" in said(capsys, known, "--template", "auto")
    unknown = write(tmp_path, pdf([(60, 700, "Indkøbsliste", 18)]), "liste.pdf")
    assert "(document-unknown)" in said(capsys, unknown, "--template", "auto")


def test_several_files_are_answered_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order they were named."""
    first, second = write(tmp_path, pdf(rows(bill())), "a.pdf"), write(tmp_path, word(), "b.docx")
    answer = said(capsys, first, second)
    assert answer.index("a.pdf: regning") < answer.index("b.docx: regning")


def test_the_picture_shows_what_was_read_and_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Green boxes; where the CPR number stood there is nothing that a machine could read."""
    path, out = write(tmp_path, pdf(rows(bill()))), tmp_path / "side.png"
    assert f"Tegnet: {out}" in said(capsys, path, "--picture", out)
    assert GREEN in colours(out)
    assert RED not in colours(out)
    assert digits_seen(tmp_path, path.read_bytes(), None) == CPR
    assert digits_seen(tmp_path, path.read_bytes(), out) == ""


def test_what_contradicts_itself_is_red(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both places of it."""
    path, out = write(tmp_path, pdf([*rows(bill()), (60, 300, "I alt:"), (230, 300, "900,00")])), tmp_path / "side.png"
    said(capsys, path, "--picture", out)
    assert {RED, GREEN} <= colours(out)


def test_a_word_file_is_drawn_as_it_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its places are those of the print."""
    out = tmp_path / "side.png"
    said(capsys, write(tmp_path, word(), "regning.docx"), "--picture", out)
    assert GREEN in colours(out)


def test_a_scan_s_number_is_painted_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No letters are there for the renderer to find: the box is where tesseract saw it."""
    path, out = write(tmp_path, scanned(pdf(rows(bill())))), tmp_path / "side.png"
    said(capsys, path, "--picture", out)
    assert GREEN in colours(out)
    assert digits_seen(tmp_path, path.read_bytes(), out) == ""


def test_each_page_with_something_on_it_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first under the name that was asked for."""
    path, out = write(tmp_path, pdf([(60, 700, "Følgebrev")], rows(bill()))), tmp_path / "side.png"
    said(capsys, path, "--picture", out)
    assert GREEN not in colours(out)
    assert GREEN in colours(tmp_path / "side-2.png")


def test_what_has_no_page_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence instead of an empty picture."""
    assert run(["extract", str(write(tmp_path, b"%PDF-1.7 nothing")), "--picture", str(tmp_path / "side.png")]) == 1
    assert "no page to draw" in capsys.readouterr().err


def colours(path: Path) -> set[tuple[int, ...]]:
    """The colours of a picture."""
    with Image.open(path) as picture:
        counted = picture.convert("RGB").getcolors(maxcolors=1 << 24) or []
    return {colour for _, colour in counted if isinstance(colour, tuple)}


def digits_seen(folder: Path, document: bytes, picture: Path | None) -> str:
    """The CPR number as tesseract sees it: on a picture of the file, or on the picture that was drawn."""
    path = folder / "seen.pdf"
    path.write_bytes(as_page(Image.open(picture)) if picture else scanned(document))
    return CPR if any(CPR in look["text"] for look in ocr.read_page(str(path), 1)) else ""


def scanned(document: bytes) -> bytes:
    """A page as a scanner gives it: a picture and no text."""
    return as_page(pypdfium2.PdfDocument(document)[0].render(scale=200 / 72).to_pil())


def as_page(picture: Image.Image) -> bytes:
    """A picture as a page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    canvas.drawInlineImage(picture.convert("L"), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()
