"""Labels beside the middle of what they mean: a value that begins above its label is whole, or for a person."""

from pathlib import Path

import pytest

from gevinst.codes import Code
from tests.connectors.documents.samples import Line, bill, pdf, read

TEXT = ("Der er udført en rodbehandling af tanden og en fyldning", "som er lagt samme dag, og som", "skal skiftes")


def page(beside: int, *, apart: float, text: tuple[str, ...] = TEXT, **changes: str | None) -> bytes:
    """A bill whose treatment takes several lines; its label stands beside one of them."""
    lines: list[Line] = [(60, 770, "Regning", 18)]
    y = 700.0
    for label, value in bill(**changes).items():
        parts = text if label == "Behandling" else (value,)
        lines.append((60, y - 12 * (beside if len(parts) > 1 else 0), label))
        lines += [(230, y - 12 * number, part) for number, part in enumerate(parts)]
        y -= 12 * len(parts) + apart
    return pdf(lines)


@pytest.mark.parametrize("beside", [0, 1, 2])
def test_a_label_may_stand_beside_any_line_of_its_value(tmp_path: Path, beside: int) -> None:
    """A table cell's label is centred as often as not."""
    assert read(tmp_path, page(beside, apart=8)).fields["treatment"].value == " ".join(TEXT)


@pytest.mark.parametrize("beside", [0, 1, 2])
def test_where_rows_stand_close_half_a_value_never_passes_for_the_whole(tmp_path: Path, beside: int) -> None:
    """Without a space between rows, the lines above may be another label's."""
    found = read(tmp_path, page(beside, apart=0)).fields["treatment"]
    assert found.problem is not None or found.value == " ".join(TEXT)


def test_a_line_of_the_row_above_never_passes_for_a_values_first(tmp_path: Path) -> None:
    """Nobody can say whose a line is that stands between two rows without a space, so no provider is read."""
    text = ("Der er lagt en fyldning i en tand", "og udført en rodbehandling af den")
    content = page(0, apart=0, text=text, Dato_for_behandling=None, I_alt_at_betale=None)
    found = read(tmp_path, content).fields["provider_name"]
    assert (found.value, found.problem) == (None, Code.CONFLICTING_VALUES)
