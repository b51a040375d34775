"""Make the shipped Word templates: `python -m connectors.letters.templates.make_templates`; later they are edited in Word."""

from pathlib import Path

from docx import Document
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).parent


def make_receipt() -> None:
    """The citizen's receipt: what came, where it is, that nothing is decided, and whom to call."""
    document = Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Sans", Pt(11)
    head = document.add_paragraph()
    run = head.add_run("{{ kommune }}")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(15), RGBColor(0x1F, 0x4E, 0x5F)
    document.add_paragraph("{{ afdeling }}\n{{ kommune_adresse }}\nTelefon {{ kommune_telefon }}").runs[
        0
    ].font.size = Pt(9)
    document.add_paragraph()
    document.add_paragraph("Kære {{ navn }}")
    title = document.add_paragraph()
    title.add_run("Vi har modtaget en {{ art }} om dit helbredstillæg").bold = True
    document.add_paragraph("Den {{ modtaget }} modtog vi en {{ art }} fra {{ behandler }}. Vi har lagt den på din sag.")
    table = document.add_table(rows=0, cols=2)
    for label, value in (
        ("Behandling", "{{ behandling }}"),
        ("Dato for behandling", "{{ dato }}"),
        ("Beløb", "{{ beloeb }} kr."),
        ("Vores nummer", "{{ sagsnummer }}"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
        cells[0].paragraphs[0].runs[0].bold = True
    document.add_paragraph()
    document.add_paragraph(
        "Brevet er kun en kvittering. Det er ikke en afgørelse, og det betyder hverken, at du får tilskud, eller at du "
        "ikke gør. En sagsbehandler ser på din sag og skriver til dig."
    )
    document.add_paragraph(
        "Har du spørgsmål, eller er noget forkert, så ring til os på {{ kommune_telefon }}. Oplys gerne nummeret ovenfor."
    )
    document.add_paragraph("Venlig hilsen\n{{ afdeling }}\n{{ kommune }}")
    document.save(str(HERE / "kvittering-helbredstillaeg.docx"))


if __name__ == "__main__":
    make_receipt()
