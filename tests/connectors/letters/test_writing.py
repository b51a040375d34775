"""The citizen's letter: right Danish, every value in it, and no letter with a hole."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader

from connectors.letters import writing
from connectors.letters.check import check_letters
from connectors.letters.writing import write_letter
from gevinst.errors import ConfigurationError, ProcessError, RetryLater

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


def test_a_value_is_never_run_as_a_template(tmp_path: Path) -> None:
    """What a sender wrote in a document is printed as it stands."""
    nasty = "{{ kommune.__class__ }} {% if x %}"
    assert nasty in read(write_letter(TEMPLATE, VALUES | {"behandling": nasty}, into=tmp_path).pdf)


def test_an_unknown_template_says_where_to_put_it(tmp_path: Path) -> None:
    """One sentence for operations."""
    with pytest.raises(ConfigurationError, match=r"ukendt\.docx"):
        write_letter("ukendt", VALUES, into=tmp_path)


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "#!/bin/sh\nsleep 600\n"])
def test_a_libreoffice_that_fails_prints_nothing_or_hangs_is_tried_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Each ends as one error, and nothing is left running."""
    office = tmp_path / "soffice"
    office.write_text(script)
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(writing, "_SECONDS", 1)
    with pytest.raises(RetryLater):
        write_letter(TEMPLATE, VALUES, into=tmp_path)


def test_the_check_says_when_libreoffice_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And which package to install."""
    assert check_letters().ok
    assert TEMPLATE in check_letters().detail
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not check_letters().ok
    assert "libreoffice-writer-nogui" in check_letters().remedy
