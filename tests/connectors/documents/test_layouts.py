"""Every producer's layout, every kind of document: the fields are exactly the paper's, each with its evidence."""

from pathlib import Path

import pytest

from sandbox.post.plan import LAYOUTS
from tests.connectors.documents.samples import read, values
from tests.delivery import KINDS, Delivery, every_layout

RULES = {
    "label_table": {"right of label"},
    "boxes": {"below label"},
    "acroform": {"form field"},
    "word_table": {"table cell"},
    "word_controls": {"content control", "same line"},
    "from_word": {"right of label"},
    "from_browser": {"right of label", "same line"},
}
PLAN = every_layout()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_layout_says_is_what_is_read(grid: Delivery, tmp_path: Path, kind: str, layout: str) -> None:
    """Seven fields of seven layouts come back as they were written, in whatever order the producer drew them."""
    number = [sample.name for sample in PLAN].index(f"{kind}-{layout}")
    ((paper, _),) = PLAN[number].papers
    ((name, content),) = grid.files(f"{number + 1:02d}-{kind}-{layout}.eml")
    found = read(tmp_path, content, f"fil{Path(name).suffix}")
    shows_amount = kind != "bilag" or layout in ("acroform", "word_controls")
    assert found.problem is None
    assert found.kind == kind
    assert values(found) == {
        "cpr": paper.cpr,
        "citizen_name": paper.person.name,
        "treatment": paper.treatment,
        "treatment_date": paper.day,
        "amount": paper.amount if shows_amount else None,
        "provider_name": paper.provider,
        "provider_cvr": paper.cvr,
    }
    assert found.power_of_attorney is False


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_field_says_where_it_was_read(grid: Delivery, tmp_path: Path, layout: str) -> None:
    """File, page, rule and the label or field name that led there: a caseworker can go and look."""
    number = [sample.name for sample in PLAN].index(f"regning-{layout}")
    ((name, content),) = grid.files(f"{number + 1:02d}-regning-{layout}.eml")
    found = read(tmp_path, content, f"fil{Path(name).suffix}")
    is_form = layout == "acroform"
    for field in found.fields.values():
        assert field.evidence
        for evidence in field.evidence:
            assert evidence.file == f"fil{Path(name).suffix}"
            assert evidence.page in ({0} if evidence.rule in ("form field", "content control") else {0, 1})
            assert evidence.rule in RULES[layout] | {"pattern", "same line"}
            assert evidence.source
    rules = {evidence.rule for evidence in found.fields["amount"].evidence}
    assert rules & RULES[layout]
    assert not is_form or found.fields["amount"].evidence[0].source == "Beløb"


def test_the_demo_s_post_is_read_as_its_truth_says(delivery: Delivery, tmp_path: Path) -> None:
    """Of forty mails, every document that must be registered is read without a doubt and as it must be registered."""
    registered = 0
    for one in delivery.truth:
        expected = one.get("registration")
        if expected is None:
            continue
        (name, content), *_ = delivery.files(one["mail"])
        found = read(tmp_path, content, f"fil{Path(name).suffix}")
        assert found.problem is None, one["mail"]
        read_values = values(found)
        assert found.kind == expected["kind"].lower()
        assert str(read_values["cpr"]).replace("-", "") == expected["cpr"]
        assert read_values["treatment"] == expected["treatment"]
        assert f"{read_values['treatment_date']:%d-%m-%Y}" == expected["treatment_date"]
        assert f"{read_values['amount']:,.2f}".translate(str.maketrans(",.", ".,")) == expected["amount"]
        assert read_values["provider_cvr"] == expected["cvr"]
        registered += 1
    assert registered >= 24


def test_the_demo_s_doubtful_documents_have_the_reason_the_truth_says(delivery: Delivery, tmp_path: Path) -> None:
    """What is wrong with the paper itself is said by the paper's own reason."""
    reasons = {"cpr-missing", "cpr-invalid", "conflicting-amounts", "document-locked"}
    seen = set()
    for one in delivery.truth:
        if one["code"] in reasons:
            ((name, content),) = delivery.files(one["mail"])
            assert read(tmp_path, content, f"fil{Path(name).suffix}").problem == one["code"]
            seen.add(one["code"])
    assert seen == reasons


def test_a_power_of_attorney_is_noticed(grid: Delivery, tmp_path: Path) -> None:
    """Words by which somebody acts for the citizen are said, beside the fields that were read all the same."""
    (one,) = [each for each in grid.truth if each["code"] == "power-of-attorney"]
    ((_, content),) = grid.files(one["mail"])
    found = read(tmp_path, content)
    assert found.power_of_attorney is True
    assert found.problem is None
