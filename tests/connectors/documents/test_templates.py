"""Templates are strict: what is misspelt, repeated or contradicts itself is named with file and place, never ignored."""

from pathlib import Path

import pytest

from connectors.documents.check import check_documents
from connectors.documents.template_files import load_template
from gevinst.errors import ConfigurationError

GOOD = """
name: prøve
kinds:
  - {name: regning, any_of: [regning]}
fields:
  amount: {type: amount, labels: [I alt], required_for: [regning]}
  cvr: {type: cvr, labels: [CVR]}
"""


def refused(folder: Path, text: str | bytes) -> str:
    """What is said of a template."""
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "prøve.yaml").write_bytes(content)
    with pytest.raises(ConfigurationError) as error:
        load_template("prøve", folder=folder)
    assert str(folder / "prøve.yaml") in error.value.detail
    return error.value.detail


def test_a_good_template_is_read(tmp_path: Path) -> None:
    """The one that the others below differ from by one thing each."""
    (tmp_path / "prøve.yaml").write_text(GOOD, encoding="utf-8")
    template = load_template("prøve", folder=tmp_path)
    assert list(template.fields) == ["amount", "cvr"]
    assert template.labels.is_label("i alt :")


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("type: amount", "type: beløb", "line 6: fields → amount → type"),
        ("labels: [I alt]", "label: [I alt]", "fields → amount → label"),
        ("labels: [I alt]", "labels: I alt", "fields → amount → labels"),
        ("required_for: [regning]", "required_for: [regninger]", "fields → amount → required_for"),
        ("required_for: [regning]", "missing: findes-ikke", "fields → amount → missing"),
        ("labels: [CVR]", "labels: [cvr, i ALT]", "'i alt' belongs to two"),
        ("any_of: [regning]", "any_of: []", "line 4: kinds → 0: any_of"),
        ("kinds:", "slags:", "kinds"),
        ("name: prøve", "", "name"),
        ("  cvr: {", "  amount: {", "line 7: 'amount' stands here twice"),
        ("fields:", "fields: [", "line 7: expected"),
        (GOOD, "", "the whole"),
        (GOOD, "- 1", "the whole"),
    ],
)
def test_a_wrong_template_is_named_with_file_and_place(tmp_path: Path, right: str, wrong: str, place: str) -> None:
    """Whoever wrote it reads which file, where in it, and what is wrong."""
    assert right in GOOD
    assert place in refused(tmp_path, GOOD.replace(right, wrong, 1))


def test_a_template_in_another_encoding_is_named(tmp_path: Path) -> None:
    """Saved by an old editor: the file is named, and nothing is read half."""
    refused(tmp_path, GOOD.encode("latin-1"))


def test_yaml_can_t_make_objects(tmp_path: Path) -> None:
    """A template is data: a tag that would run something is refused."""
    assert "could not determine a constructor" in refused(tmp_path, "name: !!python/object/apply:os.getcwd []")


def test_a_template_that_isn_t_there_names_those_that_are() -> None:
    """A slip in a name is answered with the names there are."""
    with pytest.raises(ConfigurationError, match=r"no document template 'pension'; known: .*helbredstillaeg"):
        load_template("pension")


def test_doctor_looks_at_the_child_and_the_templates() -> None:
    """Operations sees that documents can be read here, and by which templates."""
    finding = check_documents()
    assert finding.ok
    assert "helbredstillaeg" in finding.detail
