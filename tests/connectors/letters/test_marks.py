"""`{{ }}`, conditions and loops: strict, sandboxed, and never a Python word in a Danish letter."""

from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from connectors.letters.values import Value
from gevinst.codes import Code
from gevinst.errors import ConfigurationError, ProcessError
from sandbox.people import ORDINARY
from tests.connectors.letters.template_files import control, filled, letter_of, paragraph, read, run, table, template

ROWS: list[Mapping[str, Value]] = [
    {"navn": "Regning fra Æ & Ø", "dato": "3. september 2026"},
    {"navn": "<Henvisning>", "dato": "4. september 2026"},
]


def test_a_list_becomes_rows_and_a_condition_chooses(tmp_path: Path) -> None:
    """A row of the table for each, numbered; the paragraph of a condition that doesn't hold leaves no empty line."""
    path = template(
        tmp_path,
        table(
            ("Nr.", "Bilag", "Dato"),
            ("{%tr for r in bilag %}", "", ""),
            ("{{ loop.index }}", "{{ r.navn }}", "{{ r['dato'] }}"),
            ("{%tr endfor %}", "", ""),
        ),
        "{%p if haster %}",
        "Det haster, [navn].",
        "{%p else %}",
        "Det haster ikke.",
        "{%p endif %}",
        "{% for ord in liste %}{{ ord }}{{ ', ' if not loop.last }}{% endfor %}.",
    )
    values = {"bilag": ROWS, "haster": False, "navn": "N", "liste": ["a", "b"]}
    written = docx.Document(str(filled(path, values | {"haster": True})))
    cells = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert cells == [
        ["Nr.", "Bilag", "Dato"],
        ["1", "Regning fra Æ & Ø", "3. september 2026"],
        ["2", "<Henvisning>", "4. september 2026"],
    ]
    assert [each.text for each in written.paragraphs] == ["Det haster, N.", "a, b."]


def test_a_mark_asks_by_exact_name_in_every_part(tmp_path: Path) -> None:
    """A note in a letter of three sections is carried out once; docxtpl's own rendering runs it three times."""
    path = template(tmp_path, "{{ navn }}", header="{{ navn }}", footer="{{ navn }}", note="{{ navn }}", sections=3)
    assert read(filled(path, {"navn": "{{ 7*7 }}"})).split(" {{ ") == ["{{ 7*7 }}", *["7*7 }}"] * 3]
    with pytest.raises(ProcessError, match=r"missing or empty: navn$"):
        filled(path, {"Navn": "x"})


@pytest.mark.parametrize(
    ("rows", "hole"),
    [([], "bilag"), ([{"navn": "a"}, {"navn": " "}], "bilag.2.navn"), ([{"navn": None}], "bilag.1.navn")],
)
def test_an_empty_list_or_a_blank_in_a_row_is_a_hole(
    tmp_path: Path, rows: list[Mapping[str, Value]], hole: str
) -> None:
    """A table with nothing in it says no more to a citizen than a missing name."""
    with pytest.raises(ProcessError, match=f"missing or empty: {hole}$"):
        letter_of(tmp_path, "{% for r in bilag %}{{ r.navn }}{% endfor %}", bilag=rows)


def test_a_row_that_lacks_what_is_asked_of_it_is_an_error_that_names_it(tmp_path: Path) -> None:
    """The name of the column, and no other row's values."""
    with pytest.raises(ProcessError, match="'dato'") as caught:
        letter_of(tmp_path, "{% for r in bilag %}{{ r.navn }}{{ r.dato }}{% endfor %}", bilag=[{"navn": "hemmelig"}])
    assert caught.value.code is Code.FIELD_MISSING
    assert "hemmelig" not in str(caught.value)


@pytest.mark.parametrize("mark", ["{{ ja }}", "{{ bilag }}", "{{ bilag[0] }}", "{{ bilag.append }}"])
def test_a_mark_prints_nothing_but_text(tmp_path: Path, mark: str) -> None:
    """*True* or a list in Python's spelling is no Danish."""
    with pytest.raises(ProcessError, match="a mark prints a"):
        letter_of(tmp_path, mark + "{% if ja and bilag %}{% endif %}", ja=True, bilag=ROWS)


def test_filters_and_macros_print_text_as_it_is(tmp_path: Path) -> None:
    """Those that escape what they are given for a page of the web don't do so in a letter."""
    text = letter_of(
        tmp_path,
        "{{ navn|upper }} {{ navn|replace('Æ', 'Ø') }} {{ [navn, navn]|join('<') }} {{ navn|safe }}",
        "{% macro hilsen(hvem) %}Kære {{ hvem }}{% endmacro %}{{ hilsen(navn) }}!",
        navn="Æ & <b>",
    )
    assert text == "Æ & <B> Ø & <b> Æ & <b><Æ & <b> Æ & <b> Kære Æ & <b>!"


@pytest.mark.parametrize(
    "marks",
    [
        ("{{ navn.__class__.__mro__ }}",),
        ("{{ ''.__class__.__base__.__subclasses__() }}",),
        ("{{ navn + 1 }}",),
        ("{{ navn|findesikke }}",),
        ("{% if navn %}",),
        ("{{ navn",),
        ("{% if navn %}a", "b{% endif %}", "{% if not navn %}c{% else %}"),
        ("{{ 1/0 }}",),
    ],
)
def test_a_template_with_wrong_marks_is_an_error_for_its_author(tmp_path: Path, marks: tuple[str, ...]) -> None:
    """Whatever is wrong with them, the queue waits until the template is mended; no value is told."""
    with pytest.raises(ConfigurationError, match="the letter 'brev'") as caught:
        letter_of(tmp_path, *marks, navn="hemmelig")
    assert "hemmelig" not in str(caught.value)


def test_marks_that_cut_a_table_in_two_are_an_error(tmp_path: Path) -> None:
    """Such a letter would open, with text left out."""
    with pytest.raises(ConfigurationError, match=r"\{%tr"):
        letter_of(tmp_path, "{% for r in bilag %}", table(("x", "{% endfor %}")), bilag=["a", "b"])


@pytest.mark.parametrize("place", ["code", "property"])
def test_a_mark_where_no_text_is_is_an_error(tmp_path: Path, place: str) -> None:
    """A value must not become a field's code, or an address."""
    code = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK {{ navn }}</w:instrText></w:r></w:p>'
    linked = '<w:p><w:hyperlink w:anchor="{{ navn }}"><w:r><w:t>her</w:t></w:r></w:hyperlink></w:p>'
    with pytest.raises(ConfigurationError, match="where no text is"):
        letter_of(tmp_path, code if place == "code" else linked, navn='"x" \\o')


def test_tables_with_controls_around_cells_keep_their_widths(tmp_path: Path) -> None:
    """The repair docxtpl makes of tables takes a cell in a control for none, and a column away."""
    cell = control(f"<w:tc>{paragraph(run('x'))}</w:tc>", tag="celle")
    written = docx.Document(str(filled(template(tmp_path, table(("a", cell))), {"celle": "b"})))
    widths = [column.values() for column in written.element.body.xpath(".//w:gridCol")]
    assert widths == [["3000"], ["3000"]]


def test_rows_can_hold_controls_and_a_title_of_the_file_stays(tmp_path: Path) -> None:
    """A control in a repeated row is filled in each; what stands in the file's properties is nobody's business."""
    inside = f"<w:tc>{paragraph(control(run('x'), tag='sag'), ' {{ r }}')}</w:tc>"
    rows = table(("{%tr for r in liste %}", ""), (inside, "a"), ("{%tr endfor %}", ""))
    assert letter_of(tmp_path, rows, sag="GEV-1", liste=["b", "c"]).startswith("GEV-1 b a GEV-1 c a")


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (
            '<w:p><w:fldSimple w:instr=" MERGEFIELD Navn \\* MERGEFORMAT "><w:r><w:t>«Navn»</w:t></w:r></w:fldSimple></w:p>',
            "Navn",
        ),
        (
            "<w:p><w:r><w:instrText> MACROBUTTON NoMacro [Klik </w:instrText></w:r>"
            "<w:r><w:instrText>her]</w:instrText></w:r></w:p>",
            r"\[Klik her\]",
        ),
        ("<w:p><w:r><w:instrText> FORMTEXT </w:instrText></w:r></w:p>", "FORMTEXT"),
    ],
)
def test_a_field_nobody_fills_is_an_error_that_names_it(tmp_path: Path, field: str, told: str) -> None:
    """Older templates ask by merge fields, click-here fields and form fields, which print as they stand."""
    with pytest.raises(ConfigurationError, match=told):
        letter_of(tmp_path, field)


def test_a_page_number_is_no_such_field(tmp_path: Path) -> None:
    """Fields that Word and LibreOffice work out themselves stay."""
    assert letter_of(tmp_path, '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>') == "1"


def test_changes_that_nobody_settled_are_an_error(tmp_path: Path) -> None:
    """A letter would be printed with what was struck out in it."""
    changed = f'<w:p><w:ins w:id="1" w:author="x">{run("nyt")}</w:ins></w:p>'
    with pytest.raises(ConfigurationError, match="neither accepted nor refused"):
        letter_of(tmp_path, changed)


def test_a_file_that_is_no_word_file_is_an_error(tmp_path: Path) -> None:
    """Somebody renamed another."""
    path = tmp_path / "brev.docx"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(ConfigurationError, match="no Word file"):
        filled(path, {})


def test_people_of_the_sandbox_have_names_a_letter_can_show(tmp_path: Path) -> None:
    """Every one of them, side by side."""
    names = [person.name for person in ORDINARY]
    assert letter_of(tmp_path, "{% for n in navne %}{{ n }};{% endfor %}", navne=names) == ";".join([*names, ""])
