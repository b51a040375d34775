"""What stands where on a PDF's page: no label for a value, no value of another column, no minus lost between the two."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from gevinst.codes import Code
from tests.connectors.documents.samples import FIELDS, NAME, Line, bill, pdf, read, rows, values

Fields = dict[str, str]


def boxes(fields: Fields, *, size: float = 7) -> list[Line]:
    """Labels above their values, two boxes a row."""
    lines: list[Line] = [(60, 770, "Regning", 18)]
    for number, (label, value) in enumerate(fields.items()):
        x, y = 60 + (number % 2) * 250, 700 - (number // 2) * 50
        lines += [(x, y + 8, label, size), (x, y - 8, value)]
    return lines


def stated(tmp_path: Path, lines: Iterable[Line], field: str) -> object:
    """A field's value, or the reason why there is none."""
    result = read(tmp_path, pdf(lines)).fields[field]
    return values(read(tmp_path, pdf(lines)))[field] if result.problem is None else result.problem


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (((0, "-1.250,00 kr."),), Code.CHECK_FAILED),
        (((0, "-"), (40, "1.250,00 kr.")), Code.CHECK_FAILED),
        (((0, "–"), (8, "1.250,00 kr.")), Code.CHECK_FAILED),
        (((0, "1.250,00"), (60, "-")), Code.CHECK_FAILED),
        (((0, "("), (60, "1.250,00"), (120, ")")), Code.CHECK_FAILED),
        (((0, "-kr."), (80, "1.250,00")), Code.CHECK_FAILED),
        (((0, "kr."), (80, "1.250,00")), Decimal(1250)),
        (((0, "1.250,00"), (80, "kr.")), Decimal(1250)),
        (((0, "DKK"), (30, "1.250,00")), Decimal(1250)),
        (((0, "1.250,"), (26, "00")), Decimal(1250)),
        (((0, "1.250"), (26, ",00")), Decimal(1250)),
        (((0, "1"), (12, "250,00")), Code.CHECK_FAILED),
        (((0, "1.250,00"), (80, "300,00"), (160, "950,00")), Code.CONFLICTING_AMOUNTS),
        (((0, "1.250,00"), (80, "1.250,00")), Decimal(1250)),
    ],
)
def test_an_amount_drawn_in_pieces_keeps_its_sign(
    tmp_path: Path, pieces: tuple[tuple[float, str], ...], expected: object
) -> None:
    """Sign and currency at the other edge of the column belong to it; a minus makes it a case for a person."""
    lines = rows(bill(I_alt_at_betale=""))
    place = next(y for _, y, text, *_ in lines if text.startswith("I alt"))
    lines += [(300 + x, place, text) for x, text in pieces]
    assert stated(tmp_path, lines, "amount") == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1.234", ",56 kr.", Decimal("1234.56")),
        ("1.234,", "56", Decimal("1234.56")),
        ("1.234,5", "6", Code.CHECK_FAILED),
        ("12", "345,00", Code.CHECK_FAILED),
        ("1.250,00 kr.", "inkl. moms", Decimal(1250)),
        ("1.250,00", "-", Code.CHECK_FAILED),
    ],
)
def test_an_amount_broken_over_two_lines_is_whole_or_refused(
    tmp_path: Path, first: str, second: str, expected: object
) -> None:
    """The first line alone would be another amount."""
    lines = rows(bill(I_alt_at_betale=first), step=30)
    place = next(y for _, y, text, *_ in lines if text == first)
    assert stated(tmp_path, [*lines, (230, place - 12, second)], "amount") == expected


def test_a_number_broken_over_two_lines_is_whole(tmp_path: Path) -> None:
    """A CPR number after whose hyphen the column ended."""
    lines = rows(bill(CPRnr="070250-"), step=30)
    place = next(y for _, y, text, *_ in lines if text == "070250-")
    assert stated(tmp_path, [*lines, (230, place - 12, "1234")], "cpr") == "070250-1234"


def test_close_rows_stay_rows(tmp_path: Path) -> None:
    """Rows as tight as lines of one text, each with its label, aren't run together."""
    assert values(read(tmp_path, pdf(rows(FIELDS, step=12)))) == values(read(tmp_path, pdf(rows(FIELDS))))


def test_a_footnote_mark_is_no_digit(tmp_path: Path) -> None:
    """«500¹» is not five thousand and one."""
    lines = rows(bill(I_alt_at_betale="500"))
    place = next(y for _, y, text, *_ in lines if text == "500")
    assert stated(tmp_path, [*lines, (247, place + 2, "1", 6)], "amount") is Code.CHECK_FAILED


def test_text_over_other_text_is_not_read_as_one_number(tmp_path: Path) -> None:
    """An amount painted over with another: the file holds both, and a person sees one."""
    lines = rows(bill(I_alt_at_betale="500"))
    place = next(y for _, y, text, *_ in lines if text == "500")
    assert stated(tmp_path, [*lines, (230.5, place, "600")], "amount") is Code.CHECK_FAILED


def test_bold_by_drawing_twice_is_read_once(tmp_path: Path) -> None:
    """Old printer drivers draw each text a second time, a hair to the right."""
    lines = rows(bill(I_alt_at_betale="500"))
    twice = [*lines, *((x + 0.3, y, *rest) for x, y, *rest in lines)]
    assert stated(tmp_path, twice, "amount") == Decimal(500)
    assert stated(tmp_path, twice, "citizen_name") == NAME


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (("I alt at betale: ", "1.250,00 kr."), Decimal(1250)),
        (("I alt at betale: ", "-", "1.250,00 kr."), Code.CHECK_FAILED),
        (("I alt at betale ", "\u2013 1.250,00"), Code.CHECK_FAILED),
        (("I alt at betale: 2", "2", "50,00"), Code.CHECK_FAILED),
        (("I alt at betale: 50", "50"), Code.CHECK_FAILED),
    ],
)
def test_a_line_in_several_fonts_keeps_its_order(tmp_path: Path, pieces: tuple[str, ...], expected: object) -> None:
    """A label, and in bold behind it the amount: pypdf gives each the place where the line begins."""

    def line(canvas: Canvas) -> None:
        text = canvas.beginText(60, 300)
        for number, piece in enumerate(pieces):
            text.setFont(("Helvetica", "Helvetica-Bold")[number % 2], 10)
            text.textOut(piece)
        canvas.drawText(text)

    amount = read(tmp_path, pdf(rows(bill(I_alt_at_betale=None)), also=line)).fields["amount"]
    assert (amount.problem or amount.value) == expected


def test_an_empty_field_takes_nothing_from_the_next(tmp_path: Path) -> None:
    """With nothing beside its label a field is missing; the value below belongs to the label below."""
    for lines in (rows(bill(Behandling="")), rows(bill(Behandling=""), step=12), boxes(bill(Behandling=""))):
        assert stated(tmp_path, lines, "treatment") is Code.FIELD_MISSING


def test_two_labels_on_a_line_share_no_value(tmp_path: Path) -> None:
    """An empty field whose neighbour on the line is another label with its value."""
    lines = rows(bill(Behandling="", Klinik=None))
    place = next(y for _, y, text, *_ in lines if text.startswith("Behandling"))
    lines += [(230, place, "Klinik:"), (330, place, "Optik Sandkassen")]
    assert stated(tmp_path, lines, "treatment") is Code.FIELD_MISSING
    assert stated(tmp_path, lines, "provider_name") == "Optik Sandkassen"


def test_a_label_the_template_doesn_t_know_is_no_value(tmp_path: Path) -> None:
    """Right of the label another label, below it the value: nobody can say which, so a person does."""
    odd = bill(Behandling=None, Dato_for_behandling=None)
    lines = [*rows(odd), (60, 300, "Behandling"), (310, 300, "Tandtilstand"), (60, 284, "Rensning"), (310, 284, "God")]
    assert stated(tmp_path, lines, "treatment") is Code.CONFLICTING_VALUES
    colon = [
        *rows(odd),
        (60, 300, "Behandling:"),
        (310, 300, "Tandtilstand:"),
        (60, 284, "Rensning"),
        (310, 284, "God"),
    ]
    assert stated(tmp_path, colon, "treatment") == "Rensning"


def test_known_labels_beside_the_fields_are_no_values(tmp_path: Path) -> None:
    """Telephone, address and the rest of what stands on a bill."""
    mixed = {"Patientens navn": NAME, "Telefon": "99 99 00 11", "Adresse": "Prøvevej 1"}
    mixed |= {label: value for label, value in FIELDS.items() if label != "Patientens navn"}
    for lines in (boxes(mixed), rows(mixed, colon="")):
        assert values(read(tmp_path, pdf(lines))) == values(read(tmp_path, pdf(rows(FIELDS))))


def test_a_table_of_lines_gives_no_treatment_and_no_amount_of_one_line(tmp_path: Path) -> None:
    """Headings above two lines: both treatments and both amounts are seen, so a person decides."""
    lines = rows(bill(Behandling=None, I_alt_at_betale=None))
    for x, texts in ((60, ("Ydelse", "Tandrensning", "Fyldning")), (250, ("Antal", "1", "2"))):
        lines += [(x, 400 - 16 * number, text) for number, text in enumerate(texts)]
    lines += [(400, 400 - 16 * number, text) for number, text in enumerate(("I alt", "400,00", "850,00"))]
    assert stated(tmp_path, lines, "treatment") is Code.CONFLICTING_VALUES
    assert stated(tmp_path, lines, "amount") is Code.CONFLICTING_AMOUNTS


def test_labels_and_values_in_one_piece_of_text(tmp_path: Path) -> None:
    """Programs that draw a whole line at once, with a colon, a row of dots or nothing between."""
    expected = values(read(tmp_path, pdf(rows(FIELDS))))
    for between in (": ", " : ", " ........ "):
        lines = [
            (60, 770, "Regning", 18),
            *((60, 720 - 22 * n, f"{k}{between}{v}") for n, (k, v) in enumerate(FIELDS.items())),
        ]
        assert values(read(tmp_path, pdf(lines))) == expected


@pytest.mark.parametrize("text", ["-1.250,00", "(1.250,00)", "kr. -1.250,00", "1.250,00-"])
def test_a_minus_after_a_label_without_a_colon_is_seen(tmp_path: Path, text: str) -> None:
    """«I alt at betale -1.250,00» in one piece, beside an honest subtotal."""
    lines = [*rows(bill(I_alt_at_betale=None)), (60, 300, f"I alt at betale {text}"), (60, 330, "I alt 1.250,00")]
    assert stated(tmp_path, lines, "amount") is Code.CONFLICTING_AMOUNTS


def test_several_fields_on_one_line_are_kept_apart(tmp_path: Path) -> None:
    """A letter's foot and a line of data: each label takes what stands up to the next."""
    lines: list[Line] = [
        (60, 770, "Regning", 18),
        (
            60,
            700,
            f"Patientens navn: {NAME}  CPR-nr.: 070250-1234  Behandling: Rensning  Dato for behandling: 03-03-2026",
        ),
        (60, 680, "I alt at betale: kr. 1.250,00 Heraf moms: 250,00"),
        (60, 40, "Klinik: Tandklinikken Prøvetand · Prøvevej 1 · CVR-nr. 29189846 · Tlf. 99 99 00 11"),
    ]
    found = read(tmp_path, pdf(lines))
    assert found.problem is None
    assert values(found) == values(read(tmp_path, pdf(rows(bill(Behandling="Rensning")))))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_reads_like_any_other(tmp_path: Path, degrees: int) -> None:
    """Landscape pages are drawn turned and shown turned back."""

    def turn(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[degrees])
        canvas.rotate(degrees)
        for x, y, text, *size in rows(FIELDS, step=24):
            canvas.setFont("Helvetica", size[0] if size else 10)
            canvas.drawString(x, y, text)

    assert values(read(tmp_path, pdf([], also=turn))) == values(read(tmp_path, pdf(rows(FIELDS))))


def test_text_on_the_margin_is_nobody_s_neighbour(tmp_path: Path) -> None:
    """A line printed upwards along the edge doesn't mix with the lines it passes."""

    def margin(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(100, -40, "Tryksag 700,00 Dato 01-01-2020 I alt at betale")

    assert values(read(tmp_path, pdf(rows(FIELDS), also=margin))) == values(read(tmp_path, pdf(rows(FIELDS))))


def test_forms_inside_a_page_are_read_where_they_are_drawn(tmp_path: Path) -> None:
    """A letterhead or flattened field is a drawing of its own: its text stands where it is placed, not in the corner."""
    lines = rows(bill(I_alt_at_betale=""))
    place = next(y for _, y, text, *_ in lines if text.startswith("I alt"))

    def flattened(canvas: Canvas) -> None:
        canvas.beginForm("indre")
        canvas.drawString(5, 7, "1.250,00 kr.")
        canvas.endForm()
        canvas.beginForm("felt")
        canvas.translate(25, 13)
        canvas.doForm("indre")
        canvas.endForm()
        canvas.translate(200, place - 20)
        canvas.doForm("felt")

    found = read(tmp_path, pdf(lines, also=flattened))
    assert found.problem is None
    assert values(found)["amount"] == Decimal(1250)


def test_a_stamp_drawn_elsewhere_is_no_value(tmp_path: Path) -> None:
    """A stamp whose own corner holds a number is at the page's foot, not beside the label in the page's corner."""
    lines: list[Line] = [*rows(bill(I_alt_at_betale=None)), (0, 0, "I alt at betale:")]

    def stamp(canvas: Canvas) -> None:
        canvas.beginForm("stempel")
        canvas.drawString(100, 0, "700,00")
        canvas.endForm()
        canvas.translate(200, 500)
        canvas.doForm("stempel")

    found = read(tmp_path, pdf(lines, also=stamp))
    assert found.fields["amount"].problem is Code.FIELD_MISSING


def test_the_second_page_is_read_too(tmp_path: Path) -> None:
    """A total on the last page, and its page number as evidence."""
    found = read(tmp_path, pdf(rows(bill(I_alt_at_betale=None)), [(60, 700, "I alt at betale: 1.250,00 kr.")]))
    assert found.problem is None
    assert [evidence.page for evidence in found.fields["amount"].evidence] == [2]
    twice = read(tmp_path, pdf(rows(FIELDS), [(60, 700, "I alt at betale: 1.300,00 kr.")]))
    assert twice.fields["amount"].problem is Code.CONFLICTING_AMOUNTS


def test_a_colon_in_a_column_of_its_own_belongs_to_its_label(tmp_path: Path) -> None:
    """Some programs draw label, colon and value as three columns: the value is read, and the colon is none."""
    lines: list[Line] = [(60, 770, "Regning", 18)]
    for number, (label, value) in enumerate(bill().items()):
        y = 720 - 22 * number
        lines += [(60, y, label), (152, y, ":"), (166, y, value)]
    found = read(tmp_path, pdf(lines))
    assert found.problem is None
    assert values(found) == values(read(tmp_path, pdf(rows(bill()))))


def test_a_currency_in_a_column_of_its_own_belongs_to_its_number(tmp_path: Path) -> None:
    """The sign stands at one place in every row, however wide the number behind it is."""
    lines: list[Line] = [*rows(bill(I_alt_at_betale=None)), (60, 500, "I alt at betale:")]
    for number, amount in enumerate(("1.000,00", "150,00", "100,00", "1.250,00")):
        lines += [(230, 566 - 22 * number, "kr."), (246, 566 - 22 * number, amount)]
    assert values(read(tmp_path, pdf(lines)))["amount"] == Decimal("1250.00")
