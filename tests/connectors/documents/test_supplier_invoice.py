"""A supplier's invoice in each standard, and as a page: the same fields, sums that agree, lines; else a person."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfWriter

from connectors.documents.extracted import Extraction
from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from gevinst.cli import run
from gevinst.codes import Code
from tests.connectors.documents.bills import BILL, CVR, GLN, Bill
from tests.connectors.documents.einvoices import cii, oioubl, peppol
from tests.connectors.documents.samples import Line, pdf

STANDARDS = {"oioubl": oioubl, "peppol": peppol, "cii": cii}


def read(folder: Path, content: bytes, name: str = "faktura.xml") -> Extraction:
    """What the shipped template makes of a file."""
    path = folder / name
    path.write_bytes(content)
    return extract(read_document(path), load_template("supplier-invoice"))


def value(found: Extraction, name: str) -> object:
    """What was read."""
    return found.fields[name].value


@pytest.mark.parametrize("standard", STANDARDS)
def test_an_e_invoice_is_read_whole(tmp_path: Path, standard: str) -> None:
    """Whichever standard it is in: the same values, each by the element it stands in, and the lines."""
    found = read(tmp_path, STANDARDS[standard](BILL))
    assert (found.problem, found.kind) == (None, "faktura")
    said = {name: value(found, name) for name in ("invoice_number", "issue_date", "due_date", "total")}
    assert said == {"invoice_number": BILL.number, "issue_date": BILL.issued, "due_date": BILL.due, "total": BILL.total}
    assert (value(found, "supplier_name"), value(found, "supplier_cvr")) == (BILL.supplier, CVR)
    assert (value(found, "buyer_gln"), value(found, "order_reference")) == (GLN, BILL.order)
    assert [line.values["name"] for line in found.lines] == [line.name for line in BILL.lines]
    assert [line.values["amount"] for line in found.lines] == [line.net for line in BILL.lines]
    assert all(each.rule == "XML element" for each in found.fields["total"].evidence)


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_credit_note_is_none_of_a_bill(tmp_path: Path, standard: str) -> None:
    """Its amounts are positive too: what it is must be known, or a refund is paid out."""
    assert read(tmp_path, STANDARDS[standard](replace(BILL, is_credit=True))).kind == "kreditnota"


@pytest.mark.parametrize("standard", STANDARDS)
def test_sums_that_don_t_agree_are_for_a_person(tmp_path: Path, standard: str) -> None:
    """One digit of the total changed on its way: the total and what it is the sum of, and the sentence that says so."""
    total = f"{BILL.total:.2f}".encode()
    content = STANDARDS[standard](BILL)
    changed = content.replace(b">" + total + b"<", b">9" + total + b"<")
    assert changed != content
    found = read(tmp_path, changed)
    assert found.problem is Code.CHECK_FAILED
    assert value(found, "total") is None
    assert any("= total" in sentence for sentence in found.broken)


def test_another_kind_of_document_is_for_a_person(tmp_path: Path) -> None:
    """A corrected invoice (384) replaces another one: whoever knows that one decides."""
    content = peppol(BILL)
    assert b">380<" in content
    assert read(tmp_path, content.replace(b">380<", b">384<")).problem is Code.DOCUMENT_UNKNOWN


def test_an_order_that_says_there_is_none_is_none(tmp_path: Path) -> None:
    """OIOUBL demands an order number; suppliers write NA."""
    found = read(tmp_path, oioubl(replace(BILL, order="NA")))
    assert (found.problem, value(found, "order_reference")) == (None, None)


def test_the_invoice_inside_a_pdf_is_read(tmp_path: Path) -> None:
    """Factur-X: a page for people, the XML for machines."""
    writer = PdfWriter(clone_from=_pdf_file(tmp_path, page(BILL)))
    writer.add_attachment("factur-x.xml", cii(BILL))
    path = tmp_path / "hybrid.pdf"
    writer.write(path)
    found = read(tmp_path, path.read_bytes(), "hybrid.pdf")
    assert (found.problem, found.kind, value(found, "total")) == (None, "faktura", BILL.total)
    assert {each.rule for each in found.fields["total"].evidence} >= {"XML element", "right of label"}


def test_a_page_that_says_something_else_than_its_xml_is_for_a_person(tmp_path: Path) -> None:
    """A machine would pay one amount and a person another: a known fraud, or a mistake."""
    writer = PdfWriter(clone_from=_pdf_file(tmp_path, page(BILL, total="99.999,00")))
    writer.add_attachment("factur-x.xml", cii(BILL))
    path = tmp_path / "hybrid.pdf"
    writer.write(path)
    assert read(tmp_path, path.read_bytes(), "hybrid.pdf").fields["total"].problem is Code.CONFLICTING_AMOUNTS


def test_the_lines_of_a_page_are_read_below_their_headings(tmp_path: Path) -> None:
    """Numbers to the right, words to the left, a name over two lines; the sum of the lines is the sum below."""
    found = read(tmp_path, page(BILL), "faktura.pdf")
    assert (found.problem, found.kind) == (None, "faktura")
    assert [line.values["name"] for line in found.lines] == [f"{line.name} i to linjer" for line in BILL.lines]
    assert [line.values["amount"] for line in found.lines] == [line.net for line in BILL.lines]
    assert [line.values["quantity"] for line in found.lines] == [line.quantity for line in BILL.lines]


def test_a_line_that_can_t_be_read_is_for_a_person(tmp_path: Path) -> None:
    """A sum over the lines that were understood proves nothing; what was read of them is still there to see."""
    found = read(tmp_path, page(BILL, second="1.2e5"), "faktura.pdf")
    assert found.problem is Code.CHECK_FAILED
    assert [dict(line.problems) for line in found.lines] == [{}, {"amount": Code.CHECK_FAILED}]
    assert [line.values.get("amount") for line in found.lines] == [BILL.lines[0].net, None]


def test_lines_that_don_t_add_up_are_for_a_person_each(tmp_path: Path) -> None:
    """One of the amounts is wrong, and nothing says which: none of them passes."""
    found = read(tmp_path, page(BILL, second="1.000,00"), "faktura.pdf")
    assert found.problem is Code.CHECK_FAILED
    assert [line.problems.get("amount") for line in found.lines] == [Code.CHECK_FAILED] * len(BILL.lines)
    assert [line.values["name"] for line in found.lines] == [f"{line.name} i to linjer" for line in BILL.lines]


def test_it_is_told_from_a_clinic_s_bill_by_what_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are called "Faktura": the template that reads it whole is meant."""
    path = tmp_path / "faktura.pdf"
    path.write_bytes(page(BILL))
    assert run(["extract", str(path), "--template", "auto", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["template"] == "supplier-invoice"


def page(bill: Bill, *, total: str = "", second: str = "") -> bytes:
    """The invoice as a supplier prints it."""

    def money(amount: Decimal) -> str:
        return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))

    lines: list[Line] = [(60, 790, "Faktura", 18)]
    for number, (label, text) in enumerate(
        {
            "Leverandør": bill.supplier,
            "CVR-nr.": CVR,
            "Fakturanr.": bill.number,
            "Fakturadato": f"{bill.issued:%d-%m-%Y}",
            "Forfaldsdato": f"{bill.due:%d-%m-%Y}",
            "EAN-nr.": GLN,
        }.items()
    ):
        lines += [(60, 750 - 18 * number, f"{label}:"), (200, 750 - 18 * number, text)]
    lines += [(60, 600, "Beskrivelse"), (300, 600, "Antal"), (380, 600, "Pris"), (480, 600, "Beløb")]
    for number, line in enumerate(bill.lines):
        y = 580 - 34 * number
        amount = second if second and number == 1 else money(line.net)
        lines += [(60, y, line.name), (310, y, f"{line.quantity:f}".rstrip("0").rstrip(".").replace(".", ",") or "0")]
        lines += [(372, y, money(line.price)), (470, y, amount), (60, y - 12, "i to linjer")]
    net = sum((line.net for line in bill.lines), Decimal(0))
    low = 560 - 34 * len(bill.lines)
    sums = {"Subtotal": money(net), "Moms 25 %": money(bill.total - net), "I alt at betale": total or money(bill.total)}
    for number, (label, text) in enumerate(sums.items()):
        lines += [(300, low - 16 * number, f"{label}:"), (470, low - 16 * number, text)]
    return pdf(lines)


def _pdf_file(folder: Path, content: bytes) -> Path:
    path = folder / "page.pdf"
    path.write_bytes(content)
    return path
