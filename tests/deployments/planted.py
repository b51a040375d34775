"""Mail in which everything personal is planted: a marked citizen's CPR number and name at every entrance there is."""

import io
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from random import Random

from docx import Document
from pypdf import PdfReader, PdfWriter

from sandbox.people import Person, never_issued
from sandbox.post import layouts
from sandbox.post.paper import Paper, make_paper

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def marked(name: str, birth: date) -> Person:
    """A citizen whose number and names stand nowhere but where this test puts them."""
    return Person(never_issued(birth, 1733), name, "Tænkt Plads 7", "4400", "Eksempelby")


BY_FORM = marked("Zenobia Kværndrupsøe", date(1947, 5, 23))
BY_LETTER = marked("Thorvarth Øxnebjærgsen", date(1941, 8, 17))
MARKED = (BY_FORM, BY_LETTER)


def personal_texts(people: tuple[Person, ...] = MARKED) -> set[str]:
    """What must be found nowhere it doesn't belong: each number, each name, and each part of a name."""
    return {
        text
        for person in people
        for text in (person.cpr, person.name, *person.name.split(), ascii_name(person), *ascii_name(person).split("."))
    }


@dataclass(frozen=True)
class Enclosure:
    """One file of a mail."""

    subtype: str
    suffix: str
    content: bytes


def form_mail() -> bytes:
    """A filled PDF form that goes through: number and name in its fields, text and metadata, and all over the mail."""
    writer = PdfWriter(PdfReader(io.BytesIO(layouts.acroform(_paper(BY_FORM)))))
    both = f"{BY_FORM.name} {BY_FORM.cpr}"
    writer.add_metadata({f"/{key}": both for key in ("Title", "Author", "Subject", "Keywords", "Creator")})
    out = io.BytesIO()
    writer.write(out)
    body = f"Kære kommune\n\nHermed fremsendes regning.\n\nMed venlig hilsen\n{BY_FORM.name}\n"
    return _mail(BY_FORM, body, Enclosure("pdf", ".pdf", out.getvalue()), by=BY_FORM.cpr)


def letter_mail() -> bytes:
    """A Word file with both in its core properties, and a text that names both: a person must read it first."""
    document = Document(io.BytesIO(layouts.word_table(_paper(BY_LETTER))))
    for name in ("author", "title", "subject", "keywords", "comments", "last_modified_by", "category"):
        setattr(document.core_properties, name, f"{BY_LETTER.name} {BY_LETTER.cpr}")
    out = io.BytesIO()
    document.save(out)
    body = (
        f"Hej\n\nDet er {BY_LETTER.name}, {dashed(BY_LETTER)}, der skriver om sin regning.\n\nHilsen\n{BY_LETTER.name}"
    )
    return _mail(BY_LETTER, body, Enclosure(WORD, ".docx", out.getvalue()), by=ascii_name(BY_LETTER))


def put_down(drop: Path, name: str, mime: bytes) -> None:
    """Deliver a mail whole, as a mail server does."""
    drop.mkdir(parents=True, exist_ok=True)
    part = drop / f"{name}.part"
    part.write_bytes(mime)
    part.rename(drop / f"{name}.eml")


def dashed(person: Person) -> str:
    """The number as people write it."""
    return f"{person.cpr[:6]}-{person.cpr[6:]}"


def _paper(person: Person) -> Paper:
    return make_paper(Random(person.cpr), person, "regning")


def ascii_name(person: Person) -> str:
    """A name as mail programs write it into an address or a Message-ID."""
    plain = person.name.translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}))
    return ".".join(plain.lower().split())


def _mail(person: Person, body: str, enclosed: Enclosure, *, by: str) -> bytes:
    """Number and name in the subject, the sender's shown name, the Message-ID (`by`), the body and the file's name."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f'"{person.name} {dashed(person)}" <kontakt@klinik.example>'
    mail["To"] = "helbredstillaeg@eksempel.example"
    mail["Message-ID"] = f"<{by}.24112026@klinik.example>"
    mail["Date"] = "Tue, 24 Nov 2026 09:00:00 +0100"
    mail["Subject"] = f"Regning for {person.name}, {dashed(person)}"
    mail.set_content(body)
    name = f"{person.cpr} {person.name}{enclosed.suffix}"
    mail.add_attachment(enclosed.content, maintype="application", subtype=enclosed.subtype, filename=name)
    return mail.as_bytes()
