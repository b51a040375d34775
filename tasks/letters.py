"""Write the citizen's letter, and answer: a neutral receipt to the sender, the letter by Digital Post."""

import tempfile
from pathlib import Path

from connectors.digitalpost.acts import SendLetterOnce
from connectors.digitalpost.port import DigitalLetter
from connectors.letters.writing import write_letter
from connectors.mail.acts import SendOnce
from connectors.mail.composing import compose_receipt, derived_message_id
from gevinst.items.case import Credit, case_in_hand
from gevinst.profile import load_profile
from gevinst.values.amount import format_amount
from gevinst.values.dates import format_date
from tasks.answer_rules import may_answer
from tasks.mail_item import Frozen, MailPayload, OpenedMail, Request
from tasks.step import step

PDF_TYPE = "application/pdf"


class WrittenLetter(Frozen):
    """The letter as it was printed, by its hash in the file store."""

    pdf_sha256: str


@step("Skriv brev til borgeren")
def write_citizens_letter(template: str, request: Request) -> WrittenLetter:
    """Fill the Word template and print it as PDF. The letter says what was received, and decides nothing."""
    case = case_in_hand()
    profile = load_profile()
    document = request.to_register[0]
    values = {
        "kommune": profile.name,
        "kommune_adresse": ", ".join(profile.address_lines),
        "kommune_telefon": _on_one_line(profile.phone),
        "afdeling": profile.department,
        "navn": request.citizen_name.reveal(),
        "art": document.kind,
        "behandler": document.provider_name or "",
        "behandling": document.treatment or "",
        "dato": format_date(document.treatment_date) if document.treatment_date else "",
        "beloeb": "ikke oplyst" if document.amount is None else _on_one_line(f"{format_amount(document.amount)} kr."),
        "modtaget": format_date(case.payload(MailPayload).received_on),
        "sagsnummer": case.item.label,
    }
    with tempfile.TemporaryDirectory(prefix="gevinst-letter-") as folder:
        letter = write_letter(template, values, into=Path(folder))
        pdf = letter.pdf.read_bytes()
    sha256 = case.keep_file(pdf, role="letter", file_name="brev-til-borger.pdf", media_type=PDF_TYPE)
    return WrittenLetter(pdf_sha256=sha256)


def _on_one_line(text: str) -> str:
    """A number and its unit, or a number in groups, that a line must not break."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


@step("Kvittér", credit=Credit("acknowledge"))
def acknowledge(request: Request, opened: OpenedMail, letter: WrittenLetter) -> bool:
    """Answer in the mail's own thread with nothing personal in it, and hand the letter to Digital Post.

    Returns:
        Whether a receipt went by mail; a sender who can't be answered (no-reply) only costs the receipt, and why is kept.
    """
    case = case_in_hand()
    payload = case.payload(MailPayload)
    answered = may_answer(opened, for_new_case=True)
    if answered:
        message_id = derived_message_id(case.item.id, "receipt")
        mime = compose_receipt(
            mailbox_address=load_profile().mailbox_address,
            to=opened.sender.reveal(),
            in_reply_to=opened.message_id.reveal(),
            references=opened.message_id.reveal(),
            message_id=message_id,
            item_label=case.item.label,
            received_on=payload.received_on,
            names=(request.citizen_name.reveal(),),
        )
        case.guarded(SendOnce(payload.mailbox, mime, message_id))
    case.guarded(
        SendLetterOnce(
            DigitalLetter(
                key=f"{case.item.label}-kvittering",
                cpr=request.cpr,
                label="Vi har modtaget en henvendelse om dig",
                pdf=case.kept_file(letter.pdf_sha256).read_bytes(),
            )
        )
    )
    return answered
