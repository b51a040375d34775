"""The citizen's letter: right Danish, every value in it, and no letter with a hole."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from connectors.letters import writing
from connectors.letters.writing import write_letter
from gevinst.errors import ConfigurationError, ProcessError
from sandbox.people import ORDINARY
from tests.connectors.letters.template_files import BOUND, PROMPT, control, paragraph, run, table, template

if TYPE_CHECKING:
    from connectors.letters.values import Value

TEMPLATE = "kvittering-helbredstillaeg"
VALUES = {
    "kommune": "Eksempel Kommune",
    "kommune_adresse": "Rådhustorvet 1, 9999 Eksempelby",
    "kommune_telefon": "99 99 99 99",
    "afdeling": "Pension og Ydelser",
    "navn": "Agnes Ahornblad",
    "art": "prisoverslag",
    "behandler": "Æ & Ø <ApS>",
    "behandling": "Tandprotese, overmund",
    "dato": "3. september 2026",
    "beloeb": "1.234,56",
    "modtaget": "24. november 2026",
    "sagsnummer": "GEV-1042",
}


def read(path: Path) -> str:
    """The PDF's text on one line."""
    return " ".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_letter_says_what_came_and_decides_nothing(tmp_path: Path) -> None:
    """One A4 page with every value, signs that would be markup included, and the sentence that it is no decision."""
    letter = write_letter(TEMPLATE, VALUES, into=tmp_path)
    text = read(letter.pdf)
    assert all(value in text for value in VALUES.values())
    assert "modtog vi et prisoverslag fra" in text
    assert "Dette brev er ikke en afgørelse." in text
    (page,) = PdfReader(letter.pdf).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix) == [f"{TEMPLATE}.docx", f"{TEMPLATE}.pdf"]


def test_a_bill_is_common_gender_in_danish_and_two_letters_can_be_printed_at_once(tmp_path: Path) -> None:
    """`en regning`, `et bilag`; each call has a LibreOffice profile of its own, or one of the two would fail."""
    kinds = ("regning", "bilag")
    for kind in kinds:
        (tmp_path / kind).mkdir()
    with ThreadPoolExecutor() as pool:
        letters = list(
            pool.map(lambda kind: write_letter(TEMPLATE, VALUES | {"art": kind}, into=tmp_path / kind), kinds)
        )
    assert "modtog vi en regning fra" in read(letters[0].pdf)
    assert "Vi har lagt den på din sag" in read(letters[0].pdf)
    assert "modtog vi et bilag fra" in read(letters[1].pdf)


@pytest.mark.parametrize(
    "values", [{key: value for key, value in VALUES.items() if key != "navn"}, VALUES | {"navn": ""}]
)
def test_a_missing_or_empty_value_is_an_error_that_names_it_and_nothing_else(
    tmp_path: Path, values: dict[str, str]
) -> None:
    """No letter with a hole leaves the house, and the error holds no citizen's data."""
    with pytest.raises(ProcessError, match="navn") as caught:
        write_letter(TEMPLATE, values, into=tmp_path)
    assert "Tandprotese" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_letter_uses_all_three_ways_and_prints_what_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The citizen reads the same name from a control, a placeholder and a mark, a table of what came, and a ticked box."""
    box = control(run("?"), tag="Ønsker tolk", more="<w14:checkbox/>")
    template(
        tmp_path,
        control(paragraph(run("Klik her", PROMPT)), tag="Modtager", prompt=True),
        "Kære [Borgerens navn]",
        table(
            ("Bilag", "Dato"), ("{%tr for b in bilag %}", ""), ("{{ b.navn }}", "{{ b.dato }}"), ("{%tr endfor %}", "")
        ),
        paragraph(box, " Jeg ønsker tolk"),
        paragraph(control(run("x"), title="Titel", more=BOUND)),
        "{%p if haster %}",
        "Det haster.",
        "{%p endif %}",
        "Se [[1]], {{ borgerens_navn }}.",
        header="[Kommune]",
        footer="{{ sagsnummer }}",
        note="Note til [Borgerens navn]",
        sections=2,
    )
    monkeypatch.setattr(writing, "TEMPLATES", tmp_path)
    name = ORDINARY[0].name
    values: dict[str, Value] = {
        "modtager": f"{name}\n{ORDINARY[0].address}",
        "borgerens_navn": name,
        "bilag": [{"navn": "Regning fra Æ & Ø <ApS>", "dato": "3/9"}, {"navn": "{{ 7*7 }} [x]", "dato": "4/9"}],
        "oensker_tolk": True,
        "titel": "Vores titel",
        "haster": False,
        "kommune": "Eksempel Kommune",
        "sagsnummer": "GEV-1042",
    }
    (tmp_path / "ud").mkdir()
    letter = write_letter("brev", values, into=tmp_path / "ud")
    text = PdfReader(letter.pdf).pages[0].extract_text()
    assert [line.strip() for line in text.splitlines()] == [
        *("Eksempel Kommune", name, ORDINARY[0].address, f"Kære {name}", "Bilag Dato"),
        *("Regning fra Æ & Ø", "<ApS>", "3/9", "{{ 7*7 }} [x] 4/9", "☒ Jeg ønsker tolk", "Vores titel"),
        *(f"Se [1], {name}.", "1", f"1Note til {name}", "GEV-1042"),
    ]


def test_an_unknown_template_says_where_to_put_it(tmp_path: Path) -> None:
    """One sentence for operations."""
    with pytest.raises(ConfigurationError, match=r"ukendt\.docx"):
        write_letter("ukendt", VALUES, into=tmp_path)
