"""However a bill is laid out: what is read is what it says, and where there is doubt nothing is read."""

from collections import Counter
from pathlib import Path

import pytest

from connectors.documents.document import Document
from connectors.documents.extraction import extract
from connectors.documents.pdf import read_pdf
from connectors.documents.template_files import load_template
from tests.connectors.documents.invented import invent
from tests.connectors.documents.samples import values


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_no_layout_makes_a_value_another_one(tmp_path: Path, first: int) -> None:
    """Three hundred bills by chance: each value is the paper's own or None with a reason, and most are read."""
    template = load_template("helbredstillaeg")
    path = tmp_path / "regning.pdf"
    read: Counter[str] = Counter()
    for seed in range(first, first + 50):
        bill = invent(seed)
        path.write_bytes(bill.pdf)
        document = Document.model_validate({"name": "a", "sha256": "", "media_type": "", **read_pdf(str(path))})
        found = extract(document, template)
        wrong = {k: v for k, v in values(found).items() if v is not None and v != bill.truth[k]}
        assert not wrong, f"seed {seed}"
        assert all(field.problem for field in found.fields.values() if field.value is None), f"seed {seed}"
        read.update(name for name, field in found.fields.items() if field.problem is None)
    assert min(read["cpr"], read["provider_cvr"], read["treatment_date"]) >= 45
    assert read["amount"] >= 15
    assert read["treatment"] >= 25
