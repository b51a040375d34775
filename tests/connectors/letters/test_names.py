"""One name, however an author or a programmer spells it."""

import pytest

from connectors.letters.names import normal_form


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Borgerens navn", "borgerens_navn"),
        ("  borgerens\u00a0NAVN ", "borgerens_navn"),
        ("Sags-nr.", "sags_nr"),
        ("Beløb", "beloeb"),
        ("A\u030argang", "aargang"),
        ("År/måned", "aar_maaned"),
        ("navn_2", "navn_2"),
        ("… ?", ""),
    ],
)
def test_a_name_has_one_form(written: str, form: str) -> None:
    """Capitals, blanks, dashes and dots don't count; æ, ø and å are ae, oe and aa, also where å is written as two signs."""
    assert normal_form(written) == form
