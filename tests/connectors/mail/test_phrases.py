"""What a person must read is always seen; what nobody needs to read goes through."""

import pytest

from connectors.mail.composing import compose_receipt
from connectors.mail.phrases import is_alarming, text_beyond_phrases
from sandbox.post import bodies
from tests.connectors.mail.receipts import receipt_text

HARMLESS = (
    "",
    "Se vedhæftede.",
    "Hej\nHermed regning.\nMvh Hanne Jensen",
    "Goddag\n\nHer er regningen fra tandlægen.\n\nHilsen\nBent Mosebæksen\n\nSendt fra min iPhone",
    "Vedhæftet fremsendes prisoverslag vedrørende\nhelbredstillæg til videre behandling.\n\nPå forhånd tak.\n\nVenlig hilsen\n\n"
    "Ditte Egelykke\nKlinikassistent\nOptik Sandkassen ApS\nPrøvevej 12, 4450 Prøverup\n"
    "Tlf: +45 58 00 00 00 | info@optik.example | www.optik.example\n\n"
    "Denne mail kan indeholde fortrolige\noplysninger. Er du ikke rette modtager, bedes du slette mailen.",
    "Hej, hermed fremsendes faktura vedr. briller, på forhånd tak.\nmvh",
    "Til rette vedkommende\nHermed fremsendes prisoverslag og henvisning.\nMed venlig hilsen\nNøddebo",
    "Kære Pension og Ydelser,\nvedhæftet regning\n\n-- \nFodplejen Eksempel\nCVR 20000048",
)
FOR_A_PERSON = (
    "Se vedhæftet. Jeg vil klage.",
    "Kære kommune\nSe vedhæftet.\nMed venlig hilsen\nHanne\n\nAnmodning om aktindsigt",
    "Se vedhæftet\nMed venlig hilsen\nBente Hansen\nGiv mig aktindsigt i min sag",
    "Giv Mig Aktindsigt",
    "Mvh\nHanne\nHjælp",
    "Mvh\nHanne\nHJÆLP MIG",
    "Mvh\nHanne\nRing til mig",
    "Med venlig hilsen\nHanne\nJeg sulter og har ingen penge",
    "Med venlig hilsen\nKlage Over Afslag",
    "Med venlig hilsen Jeg kan ikke mere",
    "> Jeg har det skidt\nSe vedhæftet",
    "Den 3. marts 2026 skrev Hanne Jensen:\n> Hvorfor svarer I ikke\n",
    "Den 3. marts 2026 skrev jeg til jer:\nSe vedhæftet",
    "Fra: jeg vil gerne ringes op a@b.dk",
    "Emne: Klage\nSe vedhæftet",
    "Hermed fremsendes prisoverslag, men jeg er i tvivl.",
    "Hermed regning\nHanne",
    "Hej jeg kan ikke betale",
    "Se vedhæftet\f Hej\nKan I ringe?",
    "Er du ikke rette modtager, bedes du slette mailen. Jeg har ikke fået svar.",
    "Venlig hilsen\nA\nB\nC\nD\nE",
    "K\u00adlage: se vedhæftet",
    "Se vedhæftet. " * 2000,
)


@pytest.mark.parametrize("body", HARMLESS)
def test_a_mail_of_greeting_known_phrases_and_signature_needs_no_reader(body: str) -> None:
    """Ordinary mails aren't sent to a person only because they are polite."""
    assert not text_beyond_phrases(body)


@pytest.mark.parametrize("body", FOR_A_PERSON)
def test_unknown_text_is_read_by_a_person_wherever_it_stands(body: str) -> None:
    """A complaint, a request for access or a cry for help is seen after the signature, in a quotation, in a greeting."""
    assert text_beyond_phrases(body)


def test_the_sandboxs_ordinary_mails_pass_and_all_others_do_not() -> None:
    """The kit and the generator of the demo's post agree on what a person must read."""
    assert not any(text_beyond_phrases(body.format(provider="Tandklinikken Prøvetand")) for body in bodies.ORDINARY)
    others = (bodies.COMPLAINT, bodies.ACCESS, bodies.CRY_FOR_HELP, bodies.AUTO_REPLY, bodies.BOUNCE, bodies.NEWSLETTER)
    assert all(text_beyond_phrases(body.format(provider="Tandklinikken Prøvetand")) for body in others)


def test_our_own_receipt_may_be_quoted() -> None:
    """A sender who answers our receipt with the missing bill isn't stopped by our own words."""
    quoted = "\n".join(f"> {line}" for line in receipt_text(compose_receipt).splitlines())
    answer = "Hej\nHermed regning.\nMvh\nHanne Jensen\n\nDen 24. november 2026 kl. 10.15 skrev Eksempel Kommune:\n"
    assert not text_beyond_phrases(answer + quoted)
    assert text_beyond_phrases(answer + quoted + "\n> Hvorfor hører jeg intet?")


@pytest.mark.parametrize(
    ("subject", "alarming"),
    [
        ("Klage over afgørelse", True),
        ("Anmodning om AKTINDSIGT", True),
        ("HJÆLP", True),
        ("Akut", True),
        ("Prisoverslag vedr. Voldsgaard", False),
        ("Konsultation: tak for hjælpen", False),
        ("Persondatapolitik", False),
    ],
)
def test_a_subject_with_an_alarming_word_is_seen(subject: str, *, alarming: bool) -> None:
    """A complaint may stand in the subject alone; words that only contain one of the stems don't count."""
    assert is_alarming(subject) is alarming
