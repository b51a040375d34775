"""Put one invented mail in the mailbox, for tests that need the main job's own post."""

import random
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from gevinst.settings import settings
from sandbox.people import ORDINARY, Person
from sandbox.post import layouts
from sandbox.post.paper import Paper, make_paper

BODY = "Hej\n\nHermed fremsendes regning.\n\nMed venlig hilsen\nTandklinikken\n"


def deliver(
    number: int = 1,
    *,
    person: Person | None = None,
    body: str = BODY,
    subject: str = "",
    paper: Paper | None = None,
    pdf: bytes | None = None,
) -> Paper:
    """Drop a mail with one bill; returns what the bill says."""
    paper = paper or make_paper(random.Random(number), person or ORDINARY[number], "regning")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Klinikken <kontakt@klinik.example>"
    mail["To"] = "helbredstillaeg@eksempel.example"
    mail["Message-ID"] = f"<{number}@klinik.example>"
    mail["Date"] = "Tue, 24 Nov 2026 09:00:00 +0100"
    mail["Subject"] = subject or f"Regning for {paper.person.name}, {paper.cpr}"
    mail.set_content(body)
    content = pdf if pdf is not None else layouts.label_table(paper)
    mail.add_attachment(content, maintype="application", subtype="pdf", filename=f"{paper.person.name}.pdf")
    drop = settings().mail_folder / "helbredstillaeg" / "drop"
    drop.mkdir(parents=True, exist_ok=True)
    path = drop / f"{number}.eml"
    path.with_suffix(".part").write_bytes(mail.as_bytes())
    path.with_suffix(".part").replace(path)  # whole at once: a run may be looking
    return paper


def corrected(paper: Paper) -> Paper:
    """The same paper with the citizen's own number on it."""
    return replace(paper, cpr_text="")


def sent_to(folder: Path) -> list[Path]:
    """The letters handed to Digital Post."""
    return sorted(folder.glob("*.xml"))
