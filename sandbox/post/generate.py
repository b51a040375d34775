"""Write a delivery as `.eml` files with the truth beside them: `python -m sandbox.post INTO`."""

import hashlib
import io
import json
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from sandbox.post import layouts
from sandbox.post.paper import Paper
from sandbox.post.plan import Sample, all_papers, demo
from sandbox.post.stilled import still_mail

MAILBOX = "helbredstillaeg@eksempel.example"
_WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
TRUTH = "truth.json"


@dataclass(frozen=True)
class _File:
    name: str
    subtype: str
    content: bytes


def generate(into: Path, *, samples: list[Sample] | None = None, browser: str) -> list[dict[str, object]]:
    """Write every mail and `truth.json`; returns the truth.

    Args:
        into: A folder; made when it isn't there.
        samples: The plan; the demo's forty mails by default (two of them are made here: a second delivery of the first,
            and the second's document in a new mail).
        browser: A Chromium binary, for the documents that a browser prints.
    """
    into.mkdir(parents=True, exist_ok=True)
    planned = samples if samples is not None else demo()
    printed = _print_all(planned, browser)
    truth = []
    for number, sample in enumerate(planned):
        files = [_file(paper, layout, printed, sample) for paper, layout in sample.papers]
        truth.append(
            _write(into, f"{number + 1:02d}-{sample.name}.eml", sample, f"{sample.name}@klinik.example", files)
        )
    if samples is None:
        truth += _repeated(into, planned, printed)
    (into / TRUTH).write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return truth


def _print_all(planned: list[Sample], browser: str) -> dict[tuple[Paper, str], bytes]:
    """What slow producers make, each of them in one call."""
    papers = list(all_papers(planned))
    by_word = [paper for paper, layout in papers if layout == "from_word"]
    by_browser = [paper for paper, layout in papers if layout == "from_browser"]
    made = {(paper, "from_word"): pdf for paper, pdf in zip(by_word, layouts.from_word(by_word), strict=True)}
    if by_browser:
        pdfs = layouts.from_browser(by_browser, browser)
        made |= {(paper, "from_browser"): pdf for paper, pdf in zip(by_browser, pdfs, strict=True)}
    return made


def _file(paper: Paper, layout: str, printed: dict[tuple[Paper, str], bytes], sample: Sample) -> _File:
    content = printed.get((paper, layout)) or getattr(layouts, layout)(paper)
    if sample.locked:
        content = _lock(content)
    is_word = layout.startswith("word_")
    # The name holds what names of files hold: the citizen's name. It must not spread.
    name = f"{paper.kind} {paper.person.name}{'.docx' if is_word else '.pdf'}"
    return _File(name, _WORD if is_word else "pdf", content)


def _lock(pdf: bytes) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf)))
    writer.encrypt("hemmelig", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _write(into: Path, name: str, sample: Sample, message_id: str, files: list[_File]) -> dict[str, object]:
    mail = _mail(sample, message_id, files)
    (into / name).write_bytes(mail)
    paper = sample.papers[0][0] if sample.papers else None
    return {
        "mail": name,
        "expected": sample.expected,
        "code": sample.code,
        "fault": sample.fault,
        "cpr": paper.person.cpr if paper else "",
        "registration": None if paper is None or sample.expected != "registered" else _registration(paper),
        "document": None if paper is None else {"kind": paper.kind, "day": paper.day.isoformat(), "cvr": paper.cvr},
        "files": [hashlib.sha256(content).hexdigest() for content in (mail, *(file.content for file in files))],
        "names": [paper.person.name for paper, _ in sample.papers],
    }


def _registration(paper: Paper) -> dict[str, str]:
    """The row the old system must hold, in its own writing."""
    return {
        "cpr": paper.person.cpr,
        "kind": paper.kind.capitalize(),
        "treatment": paper.treatment,
        "treatment_date": paper.day_text,
        "amount": paper.amount_text,
        "cvr": paper.cvr,
    }


def _mail(sample: Sample, message_id: str, files: list[_File]) -> bytes:
    paper = sample.papers[0][0] if sample.papers else None
    provider = paper.provider if paper else "Klinikken"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{provider} <kontakt@klinik.example>"
    mail["To"] = MAILBOX
    mail["Date"] = "Tue, 24 Nov 2026 09:00:00 +0100"
    mail["Message-ID"] = f"<{message_id}>"
    mail["Subject"] = f"Vedr. {paper.person.name}, {paper.cpr}" if paper else "Til kommunen"
    for header, value in sample.headers.items():
        mail[header] = value
    text = sample.body.format(provider=provider)
    mail.set_content(text, charset="iso-8859-1" if sample.latin1 else "utf-8")
    if sample.html:
        lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)
        mail.add_alternative(f"<html><body>{lines}</body></html>", subtype="html")
    for file in files:
        mail.add_attachment(file.content, maintype="application", subtype=file.subtype, filename=file.name)
    if "X-Report" in sample.headers:
        mail.make_mixed()
        mail.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"; boundary="rapport"')
    still_mail(mail)
    return mail.as_bytes()


def _repeated(into: Path, planned: list[Sample], printed: dict[tuple[Paper, str], bytes]) -> list[dict[str, object]]:
    """The first mail delivered a second time, and the second mail's document sent again in a new mail."""
    (first,) = into.glob("01-*.eml")
    (into / "39-samme-mail-igen.eml").write_bytes(first.read_bytes())
    again = planned[1]
    files = [_file(paper, layout, printed, again) for paper, layout in again.papers]
    sent_again = _write(into, "40-samme-dokument-igen.eml", again, "igen@klinik.example", files)
    return [
        {"mail": "39-samme-mail-igen.eml", "expected": "duplicate mail", "code": "duplicate-mail", "files": []},
        sent_again | {"expected": "duplicate document", "code": "duplicate-document", "registration": None},
    ]
