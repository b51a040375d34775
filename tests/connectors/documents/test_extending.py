"""A template that extends another: a layout family says once what its members share."""

from pathlib import Path

import pytest

from connectors.documents.template_files import load_template
from gevinst.errors import ConfigurationError

BASE = """
name: familie
locale: en-GB
kinds: [{name: faktura, any_of: [invoice]}]
fields:
  total: {type: amount, labels: [Total], required_for: [faktura]}
  number: {type: code, labels: [Number]}
other_labels: [Page]
checks: [{total: [total], equals: total}]
"""


def extended(folder: Path, child: str) -> str:
    """The place for the child beside its base."""
    (folder / "familie.yaml").write_text(BASE, encoding="utf-8")
    (folder / "barn.yaml").write_text(child, encoding="utf-8")
    return "barn"


def test_what_the_child_says_changes_only_that(tmp_path: Path) -> None:
    """A field's other keys stay; lists of labels beside are added to; the rest is replaced."""
    fields = "fields:\n  total: {labels: [Summe]}\n  iban: {type: iban}\n"
    child = f"name: barn\nextends: familie\nlocale: de\n{fields}other_labels: [Seite]"
    template = load_template(extended(tmp_path, child), folder=tmp_path)
    assert (template.name, template.locale, template.kinds[0].name) == ("barn", "de", "faktura")
    assert template.fields["total"].labels == ("Summe",)
    assert template.fields["total"].required_for == ("faktura",)
    assert list(template.fields) == ["total", "number", "iban"]
    assert template.other_labels == ("Page", "Seite")
    assert len(template.checks) == 1


@pytest.mark.parametrize(
    ("child", "said"),
    [
        ("name: barn\nextends: ukendt\n", "line 2: extends: there is no document template 'ukendt'"),
        ("name: barn\nextends: barn\n", "line 2: extends: 'barn' extends this one itself"),
        ("name: barn\nextends: familie\nfields:\n  total: {type: beløb}\n", "line 4: fields → total → type"),
        ("name: barn\nextends: familie\nlines: {}\n", "line 3: lines → fields"),
    ],
)
def test_what_is_wrong_is_named_in_the_child(tmp_path: Path, child: str, said: str) -> None:
    """Its file, its line: the base is right by itself."""
    with pytest.raises(ConfigurationError, match=said) as error:
        load_template(extended(tmp_path, child), folder=tmp_path)
    assert "barn.yaml" in error.value.detail


def test_templates_that_extend_each_other_are_named(tmp_path: Path) -> None:
    """Not a hang."""
    (tmp_path / "a.yaml").write_text("name: a\nextends: b\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("name: b\nextends: a\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="extends: 'a' extends this one itself"):
        load_template("a", folder=tmp_path)
