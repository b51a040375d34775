"""Make the shipped Word templates: `python -m connectors.letters.templates.make_templates`; later they are edited in Word."""

from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).parent
COLOUR = RGBColor(0x1F, 0x4E, 0x5F)
# Danish says "en regning", but "et prisoverslag" and "et bilag".
ONE = "{{ 'en' if art == 'regning' else 'et' }} {{ art }}"
IT = "{{ 'den' if art == 'regning' else 'det' }}"


def make_receipt() -> None:
    """The citizen's receipt: what came, where it is, that nothing is decided, and whom to call."""
    document = _page()
    _letterhead(document)
    document.add_paragraph("Kære {{ navn }}")
    title = document.add_paragraph().add_run(f"Vi har modtaget {ONE} til din sag om helbredstillæg")
    title.bold, title.font.size = True, Pt(13)
    document.add_paragraph(
        f"Den {{{{ modtaget }}}} modtog vi {ONE} fra {{{{ behandler }}}}. Vi har lagt {IT} på din sag:"
    )
    _facts(
        document,
        ("Behandling", "{{ behandling }}"),
        ("Dato for behandling", "{{ dato }}"),
        ("Beløb", "{{ beloeb }}"),
        ("Vores nummer", "{{ sagsnummer }}"),
    )
    decision = document.add_paragraph()
    decision.paragraph_format.space_before = Pt(14)
    decision.add_run("Dette brev er ikke en afgørelse.").bold = True
    decision.add_run(
        " Det er en kvittering, og det siger ikke noget om, hvorvidt du får tilskud. En sagsbehandler ser på din sag. "
        "Du behøver ikke gøre noget nu."
    )
    document.add_paragraph(
        "Har du spørgsmål, eller er noget i brevet forkert, er du velkommen til at ringe til os på "
        "{{ kommune_telefon }}. Sig gerne nummeret {{ sagsnummer }}, så finder vi hurtigt din sag."
    )
    document.add_paragraph("Venlig hilsen").paragraph_format.space_before = Pt(14)
    document.add_paragraph("{{ afdeling }}\n{{ kommune }}")
    document.save(str(HERE / "kvittering-helbredstillaeg.docx"))


def _page() -> Word:
    """A4, Danish, one readable font."""
    document: Word = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Sans", Pt(11)
    style.paragraph_format.line_spacing = 1.15
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    style.element.get_or_add_rPr().append(language)
    document.core_properties.author, document.core_properties.title = "", "Kvittering"
    return document


def _letterhead(document: Word) -> None:
    name = document.add_paragraph()
    run = name.add_run("{{ kommune }}")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(16), COLOUR
    name.paragraph_format.space_after = Pt(2)
    lines = document.add_paragraph()
    lines.add_run("{{ afdeling }}\n{{ kommune_adresse }}\nTelefon {{ kommune_telefon }}").font.size = Pt(9)
    lines.paragraph_format.space_after = Pt(36)  # no date line: Digital Post shows when the letter was sent


def _facts(document: Word, *rows: tuple[str, str]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for label, value in rows:
        for cell, text, width in zip(table.add_row().cells, (label, value), (Cm(5), Cm(11)), strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = text == label
            paragraph.paragraph_format.space_after = Pt(3)


if __name__ == "__main__":
    make_receipt()
