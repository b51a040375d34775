"""What is stored, in words a citizen reads; a name that stands in no list is shown as it is."""

PARTS = {
    "payload": "Hvad sagen er oprettet med",
    "attempts": "Robottens behandling",
    "checkpoints": "Trin, robotten har udført",
    "readings": "Det, robotten har læst i dokumenterne",
    "questions": "Spørgsmål til en sagsbehandler, og svarene",
    "notes": "Noter",
    "receipts": "Det, robotten har gjort i andre systemer",
    "reply": "Svar til afsenderen",
    "sample": "Kontrol af robottens arbejde",
}
ROLES = {"original": "som modtaget", "attachment": "bilag", "letter": "kommunens brev"}
FIELDS = {
    "act": "Handling",
    "amount": "Beløb",
    "answer": "Svar",
    "candidate": "Valgt forslag",
    "candidates": "Forslag",
    "case_number": "Nummer i fagsystemet",
    "citizen_name": "Navn",
    "corrections": "Rettelser",
    "cpr": "CPR-nummer",
    "documents": "Dokumenter",
    "error": "Fejl",
    "field": "Felt",
    "file": "Fil (kontrolsum)",
    "file_sha256": "Fil (kontrolsum)",
    "kind": "Art",
    "mailbox": "Postkasse",
    "message_id": "Mailens kendetegn",
    "number": "Nummer",
    "numbers": "Numre",
    "pdf_sha256": "Brev (kontrolsum)",
    "proposed": "Foreslået svar",
    "provider_cvr": "Behandlers CVR-nummer",
    "provider_name": "Behandler",
    "question": "Spørgsmål",
    "reason": "Begrundelse",
    "receipt": "Kvittering",
    "received_at": "Modtaget (UTC)",
    "remark": "Bemærkning",
    "result": "Resultat",
    "sender_role": "Afsender",
    "step": "Trin",
    "template": "Skabelon",
    "treatment": "Behandling",
    "treatment_date": "Dato",
    "value": "Værdi",
}
_RESULTS = {
    "completed": "afsluttet",
    "database gone": "afbrudt",
    "failed": "fejlet",
    "given back": "afbrudt",
    "handed over": "givet videre til en sagsbehandler",
    "lapsed": "afbrudt",
    "misconfigured": "en indstilling manglede",
    "retry later": "prøves igen",
    "system down": "et system svarede ikke",
}
_STEPS = {
    "read_documents": "læst dokumenterne",
    "register": "registreret i fagsystemet",
    "write_citizens_letter": "skrevet brev til borgeren",
    "file_originals": "journaliseret originalerne",
    "acknowledge": "kvitteret",
}
NEVER_COPIED = (
    "Sagen handler også om andre borgere. Filerne er derfor nævnt, men ikke kopieret: de kan kun udleveres, når en "
    "sagsbehandler har fjernet de andres oplysninger."
)
EVIDENCE = (
    "Der er skærmbilleder og tekster fra en fejl i sagen. De er nævnt, men ikke kopieret: de viser fagsystemets sider, hvor "
    "andres oplysninger kan stå, og borgerens er sløret. De slettes med sagen."
)


def field(name: str) -> str:
    """A stored name as a citizen reads it."""
    return FIELDS.get(name, name)


def value(stored: object) -> object:
    """A stored value as a citizen reads it: how an attempt ended, and which step was done, are kept in English."""
    if not isinstance(stored, str):
        return stored
    return _RESULTS.get(stored) or _STEPS.get(stored.partition("-")[0], stored)
