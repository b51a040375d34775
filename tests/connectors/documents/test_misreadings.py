"""What both looks at a scan see alike and wrong: stains, lost blanks, a gap between columns, a letter in a name."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from connectors.documents.between_fields import doubted
from connectors.documents.document import Page, Segment
from connectors.documents.doubt import LEGIBLE
from connectors.documents.evidence import Box, Evidence
from connectors.documents.extracted import FieldResult
from connectors.documents.lost_blanks import with_doubt_of_blanks
from connectors.documents.misreadings import may_be_misread
from connectors.documents.seen_again import is_seen_again
from connectors.documents.segments import width_of
from connectors.documents.template_files import load_template
from connectors.documents.tesseract import Word
from connectors.documents.trust import Trust
from connectors.documents.unread_ink import unread_ink
from connectors.documents.word_widths import with_doubt_of_widths
from gevinst.codes import Code
from gevinst.values.email_address import read_email_address
from gevinst.values.personal import Personal

FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
DPI = 300


@pytest.mark.parametrize(
    "text", ["Byrådet vedtog det og. bad om en oversigt", "Kørsél til Prøverup", "Möde", 'indlæg og "aflastning']
)
def test_a_sign_that_a_stain_makes_is_doubtful(text: str) -> None:
    """A full stop in the middle of a sentence, an accent in the middle of a word."""
    assert may_be_misread(text)


@pytest.mark.parametrize(
    "text",
    ["Opstilling på 2. sal", "inkl. levering", "Det vedtog man. Derefter", "André Møller", "Nørre Allé", "ca. 3"],
)
def test_what_danish_has_is_not(text: str) -> None:
    """Abbreviations, ordinals, ends of sentences, and names that end in an accent."""
    assert not may_be_misread(text)


@pytest.mark.parametrize(("drawn", "is_sure"), [("E27 9", False), ("A4, 80", False), ("E279", True), ("A4", True)])
def test_a_blank_that_was_lost_beside_a_figure_shows_on_the_picture(drawn: str, is_sure: bool) -> None:
    """«E27 9» read as one word is a guess; «E279» drawn as one word is not."""
    picture = Image.new("L", (600, 120), 255)
    font = ImageFont.truetype(FONT, 46)
    ImageDraw.Draw(picture).text((20, 30), drawn, font=font, fill=0)
    left, top, right, bottom = (
        each * 72 / DPI for each in ImageDraw.Draw(picture).textbbox((20, 30), drawn, font=font)
    )
    word = Word(("1",), drawn.replace(" ", ""), left, (top + bottom) / 2, right - left, bottom - top, 96.0)
    (found,) = with_doubt_of_blanks([word], picture, DPI)
    assert (found.confidence == word.confidence) is is_sure


def read_off(text: str, *, x: float = 100, y: float = 100, width: float = 300) -> Evidence:
    """A text that was read off a scan, at the same height unless it is said."""
    box = Box(left=x, top=y, width=width, height=12)
    return Evidence(
        file="scan.pdf",
        page=1,
        rule="right of label",
        source="",
        trust=Trust.OCR,
        raw=Personal(text),
        box=box,
        confidence=91,
    )


@pytest.mark.parametrize(
    ("y", "is_believed"), [(100, False), (300, True)], ids=["in the title's place", "elsewhere on the page"]
)
def test_a_text_that_reaches_over_the_next_column_is_for_a_person(y: float, is_believed: bool) -> None:
    """The gap between two columns wasn't seen: the title ends in the case number. A title may well name it, though."""
    number = "32.82.81-K14-179-25"
    title = f"Budgetopfølgning pr. 31. marts {number}"
    fields = {
        "item_title": FieldResult(value=title, evidence=(read_off(title),)),
        "case_number": FieldResult(value=number, evidence=(read_off(number, x=300, y=y, width=100),)),
    }
    found = doubted(load_template("meeting-decision"), fields)
    assert found["item_title"].problem is (None if is_believed else Code.LOW_OCR_CONFIDENCE)
    assert (found["item_title"].value is not None) is is_believed
    assert found["case_number"].value == number


@pytest.mark.parametrize(
    ("address", "is_believed"), [("iytte.birk@mail.example", False), ("jytte.birk@mail.example", True)]
)
def test_a_mail_address_that_is_almost_a_name_is_for_a_person(address: str, is_believed: bool) -> None:
    """One of the two is misread, and an answer to the wrong address tells a stranger."""
    fields = {
        "citizen_name": FieldResult(value=Personal("Jytte Birk"), evidence=(read_off("Jytte Birk"),)),
        "email": FieldResult(value=read_email_address(address), evidence=(read_off(address, x=100, width=90),)),
    }
    found = doubted(load_template("change-of-address"), fields)
    assert (found["email"].value is not None) is is_believed
    assert found["citizen_name"].value == Personal("Jytte Birk")


def test_of_text_that_is_text_nothing_is_doubted(tmp_path: Path) -> None:
    """A PDF's own letters are what its writer typed."""
    address = "iytte.birk@mail.example"
    typed = read_off(address).model_copy(update={"trust": Trust.LABEL, "confidence": None})
    fields = {
        "citizen_name": FieldResult(value=Personal("Jytte Birk"), evidence=(read_off("Jytte Birk"),)),
        "email": FieldResult(value=read_email_address(address), evidence=(typed,)),
    }
    assert doubted(load_template("change-of-address"), fields) == fields


def seen(text: str, *, wide: float, line: int) -> Word:
    """A word in letters of ten points, as wide as it says."""
    high = 9.3 if set(text) & set("gjp,") else 7.2
    return Word((str(line),), text, 50, 100 + 20 * line, wide, high, 95.0)


@pytest.mark.parametrize(("drawn", "read"), [("25,", "285,"), ("285,", "25,")])
def test_a_figure_more_or_less_than_there_is_room_for_is_a_guess(drawn: str, read: str) -> None:
    """«25,» that was read as «285,» is as wide as two figures and a comma."""
    words = ("Ringvejen", "Prøverup", "afsnit", "8000", "Tlf.")
    others = [seen(word, wide=10 * width_of(word), line=line) for line, word in enumerate(words)]
    wrong, right = (seen(read, wide=10 * width_of(text), line=9) for text in (drawn, read))
    assert with_doubt_of_widths([*others, wrong])[-1].confidence < LEGIBLE
    assert with_doubt_of_widths([*others, right])[-1] == right


@pytest.mark.parametrize(
    ("x", "y", "is_believed"),
    [(150, 113, False), (250, 100, False), (250, 105, False), (280, 100, True), (150, 130, True), (150, 87, True)],
    ids=["below", "to the right", "to the right, of another size", "far to the right", "far below", "above"],
)
def test_a_text_beside_ink_that_nobody_read_isn_t_believed(x: float, y: float, is_believed: bool) -> None:
    """The rest of a company's name, on its line or the next, was seen by neither look: what was read isn't the whole."""
    name = Segment(text="Rengøring Eksempel", x=150, y=100, size=10, width=90, confidence=95)
    rest = Segment(text="", x=x, y=y, size=8, width=20, confidence=0)
    page = Page(number=1, segments=(name,), again=(name,), scanned=True)
    assert is_seen_again(page, name.text, [name])
    assert is_seen_again(page.model_copy(update={"unread": (rest,)}), name.text, [name]) is is_believed


def test_ink_that_no_word_covers_is_found_on_the_picture() -> None:
    """Text that was read is no such ink, nor are a speck and what is left of a ruled line."""
    picture = Image.new("L", (1200, 600), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 46)
    draw.text((100, 100), "Rengøring", font=font, fill=0)
    draw.text((100, 160), "I/S", font=font, fill=0)
    draw.rectangle((700, 300, 706, 306), fill=0)
    draw.line((100, 400, 1000, 400), fill=0, width=4)
    left, top, right, bottom = (each * 72 / DPI for each in draw.textbbox((100, 100), "Rengøring", font=font))
    word = Word(("1",), "Rengøring", left, (top + bottom) / 2, right - left, bottom - top, 96.0)
    (found,) = unread_ink(picture, [word], DPI)
    assert abs(found.x - 100 * 72 / DPI) < 4
    assert top < bottom < found.y < 60
