"""The one closed list of reasons: why an item waits, failed or was closed, each with one Danish sentence.

The coarse state of an item drives the machine; a code only explains to people. A code that is not here cannot be
raised, stored or shown, so a report's counts per reason always add up. Sentences name no person and no number.
"""

from enum import StrEnum


class Code(StrEnum):
    """A reason as it is stored; its `sentence` is what a caseworker reads."""

    # The case needs a person: what it says
    CPR_MISSING = "cpr-missing"
    CPR_INVALID = "cpr-invalid"
    CPR_REPLACEMENT = "cpr-replacement"
    CONFLICTING_AMOUNTS = "conflicting-amounts"
    CONFLICTING_VALUES = "conflicting-values"
    FIELD_MISSING = "field-missing"
    CHECK_FAILED = "check-failed"
    SEVERAL_CITIZENS = "several-citizens"
    TEXT_TO_READ = "text-to-read"
    NO_ATTACHMENT = "no-attachment"
    POWER_OF_ATTORNEY = "power-of-attorney"
    # The case needs a person: what the systems say of the citizen
    UNKNOWN_CITIZEN = "unknown-citizen"
    NAME_MISMATCH = "name-mismatch"
    NO_GRANT = "no-grant"
    ALREADY_REGISTERED = "already-registered"
    PROTECTED_ADDRESS = "protected-address"
    DECEASED = "deceased"
    EXEMPT_FROM_DIGITAL_POST = "exempt-from-digital-post"
    # The case rests: a citizen's right
    RESTRICTED = "restricted"
    # The case needs a person: a document or mail that can't be read safely
    DOCUMENT_LOCKED = "document-locked"
    DOCUMENT_DAMAGED = "document-damaged"
    DOCUMENT_EMPTY = "document-empty"
    DOCUMENT_NOT_AS_NAMED = "document-not-as-named"
    DOCUMENT_SCANNED = "document-scanned"
    DOCUMENT_UNKNOWN = "document-unknown"
    DOCUMENT_AMBIGUOUS = "document-ambiguous"
    DOCUMENT_TRACKED_CHANGES = "document-tracked-changes"
    DOCUMENT_MACRO = "document-macro"
    LOW_OCR_CONFIDENCE = "low-ocr-confidence"
    DOCUMENT_SIGNED = "document-signed"
    DOCUMENT_DYNAMIC_FORM = "document-dynamic-form"
    LIMIT_EXCEEDED = "limit-exceeded"
    MAIL_UNREADABLE = "mail-unreadable"
    MAIL_ENCRYPTED = "mail-encrypted"
    MAIL_WINMAIL = "mail-winmail"
    ATTACHMENT_BLOCKED = "attachment-blocked"
    CONTENT_CHANGED = "content-changed"
    PAYLOAD_INVALID = "payload-invalid"
    ANSWER_LIMIT = "answer-limit"
    # The machine needs a person
    UNCERTAIN_WRITE = "uncertain-write"
    ATTEMPTS_EXHAUSTED = "attempts-exhausted"
    SCREEN_CHANGED = "screen-changed"
    UNKNOWN_FAILURE = "unknown-failure"
    # The machine waits
    SYSTEM_DOWN = "system-down"
    TRY_LATER = "try-later"
    LEASE_LOST = "lease-lost"
    MISCONFIGURED = "misconfigured"
    # Closed without registration, or by a person
    DUPLICATE_DOCUMENT = "duplicate-document"
    DUPLICATE_MAIL = "duplicate-mail"
    SUPERSEDED = "superseded"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    NEWSLETTER = "newsletter"
    DONE_BY_PERSON = "done-by-person"
    REJECTED_BY_PERSON = "rejected-by-person"
    # The case is done, and its sender got no automatic answer
    NO_ANSWER_ADDRESS = "no-answer-address"
    NO_ANSWER_WANTED = "no-answer-wanted"
    NO_ANSWER_AUTOMATIC = "no-answer-automatic"
    NO_ANSWER_OWN = "no-answer-own"
    # The case is done, and a person checks it
    SAMPLE_CHECK = "sample-check"

    @property
    def sentence(self) -> str:
        """The Danish sentence a caseworker reads: what is the matter, and what to do where that isn't plain."""
        return _SENTENCES[self]


_SENTENCES: dict[Code, str] = {
    Code.CPR_MISSING: "Der står intet CPR-nummer i dokumentet.",
    Code.CPR_INVALID: "CPR-nummeret i dokumentet kan ikke være rigtigt.",
    Code.CPR_REPLACEMENT: "Dokumentet bruger et erstatnings-CPR-nummer, som en sagsbehandler skal slå op.",
    Code.CONFLICTING_AMOUNTS: "Dokumentet angiver flere forskellige beløb; robotten kan ikke vide, hvilket der gælder.",
    Code.CONFLICTING_VALUES: "Dokumentet angiver flere forskellige værdier for det samme felt.",
    Code.FIELD_MISSING: "Der mangler en oplysning, som skal bruges til registreringen.",
    Code.CHECK_FAILED: "Oplysningerne i dokumentet stemmer ikke med hinanden.",
    Code.SEVERAL_CITIZENS: "Mailen handler om flere borgere og skal deles i flere sager.",
    Code.TEXT_TO_READ: "Mailen indeholder tekst, der skal læses af en sagsbehandler.",
    Code.NO_ATTACHMENT: "Mailen har ingen vedhæftet fil.",
    Code.POWER_OF_ATTORNEY: "Afsenderen handler på vegne af borgeren; fuldmagten skal kontrolleres.",
    Code.UNKNOWN_CITIZEN: "Borgeren findes ikke i fagsystemet.",
    Code.NAME_MISMATCH: "Navnet i dokumentet passer ikke til CPR-nummeret i fagsystemet.",
    Code.NO_GRANT: (
        "Borgeren har ingen sag eller bevilling: forkert kanal. Vejled om selvbetjening, eller vurdér undtagelse."
    ),
    Code.ALREADY_REGISTERED: "Dokumentet er allerede registreret, men med andet indhold.",
    Code.PROTECTED_ADDRESS: "Borgeren har navne- og adressebeskyttelse.",
    Code.DECEASED: "Borgeren er registreret som død.",
    Code.EXEMPT_FROM_DIGITAL_POST: "Borgeren er fritaget for Digital Post; brevet skal sendes på papir.",
    Code.RESTRICTED: (
        "Behandlingen af borgerens oplysninger er begrænset; robotten går først videre, når begrænsningen er ophævet."
    ),
    Code.DOCUMENT_LOCKED: "Filen er låst med adgangskode og kan ikke læses.",
    Code.DOCUMENT_DAMAGED: "Filen er beskadiget og kan ikke læses.",
    Code.DOCUMENT_EMPTY: "Filen er tom.",
    Code.DOCUMENT_NOT_AS_NAMED: "Filens indhold passer ikke til dens filtype.",
    Code.DOCUMENT_SCANNED: "Dokumentet er et scannet billede uden tekst.",
    Code.DOCUMENT_UNKNOWN: "Robotten kender ikke denne slags dokument.",
    Code.DOCUMENT_AMBIGUOUS: "Dokumentet ligner flere slags, og robotten kan ikke vide, hvilken det er.",
    Code.DOCUMENT_TRACKED_CHANGES: "Dokumentet har rettelser, der hverken er godkendt eller afvist.",
    Code.DOCUMENT_MACRO: "Dokumentet indeholder makroer og åbnes ikke af robotten.",
    Code.LOW_OCR_CONFIDENCE: "Dokumentet er et billede, og robotten er ikke sikker på, at den har læst det rigtigt.",
    Code.DOCUMENT_SIGNED: "Dokumentet er underskrevet digitalt; underskriften er ikke kontrolleret.",
    Code.DOCUMENT_DYNAMIC_FORM: "Formularen kan kun læses i Adobe Reader.",
    Code.LIMIT_EXCEEDED: "Filen er for stor eller for tung til, at robotten må åbne den.",
    Code.MAIL_UNREADABLE: "Mailen er opbygget, så robotten ikke kan læse den sikkert.",
    Code.MAIL_ENCRYPTED: "Mailen er krypteret, og robotten kan ikke læse den.",
    Code.MAIL_WINMAIL: (
        "Outlook har pakket mailens filer i winmail.dat, som robotten ikke åbner; bed afsenderen om dem som almindelige filer."
    ),
    Code.ATTACHMENT_BLOCKED: (
        "Mailen har en vedhæftet fil, som robotten aldrig åbner: et program, en genvej, et diskbillede eller en webside."
    ),
    Code.CONTENT_CHANGED: "Noget med samme kendetegn er modtaget før, men med andet indhold.",
    Code.PAYLOAD_INVALID: "Emnet mangler oplysninger, som køen kræver.",
    Code.ANSWER_LIMIT: (
        "Robotten har sendt så mange automatiske svar i dag, som den må; »prøv igen« sender dette svar alligevel."
    ),
    Code.UNCERTAIN_WRITE: "Usikker: slå op først. Robotten ved ikke, om handlingen blev gennemført.",
    Code.ATTEMPTS_EXHAUSTED: "Robotten har prøvet det tilladte antal gange uden held.",
    Code.SCREEN_CHANGED: "Skærmbilledet i fagsystemet ser anderledes ud end ventet. Driften har fået besked.",
    Code.UNKNOWN_FAILURE: "Der skete en uventet fejl. Driften har fået besked.",
    Code.SYSTEM_DOWN: "Et system svarer ikke; køen venter og fortsætter af sig selv.",
    Code.TRY_LATER: "Robotten prøver igen senere.",
    Code.LEASE_LOST: "En anden kørsel har overtaget emnet.",
    Code.MISCONFIGURED: "En indstilling mangler; driften har fået besked.",
    Code.DUPLICATE_DOCUMENT: "Det samme dokument er allerede registreret.",
    Code.DUPLICATE_MAIL: "Den samme mail er allerede modtaget.",
    Code.SUPERSEDED: "Afløst af en nyere udgave, før den blev sendt.",
    Code.AUTO_REPLY: "Ikke en sag: automatisk svar.",
    Code.BOUNCE: "Ikke en sag: besked om mail, der ikke kunne leveres.",
    Code.NEWSLETTER: "Ikke en sag: nyhedsbrev eller masseudsendelse.",
    Code.DONE_BY_PERSON: "Klaret af en sagsbehandler.",
    Code.REJECTED_BY_PERSON: "Afvist af en sagsbehandler.",
    Code.NO_ANSWER_ADDRESS: "Afsenderen fik ingen kvittering: mailen har ikke én afsenderadresse at svare til.",
    Code.NO_ANSWER_WANTED: "Afsenderen fik ingen kvittering: adressen tager ikke imod svar.",
    Code.NO_ANSWER_AUTOMATIC: "Afsenderen fik ingen kvittering: mailen er sendt automatisk eller til mange.",
    Code.NO_ANSWER_OWN: "Afsenderen fik ingen kvittering: mailen kommer fra en af kommunens egne postkasser.",
    Code.SAMPLE_CHECK: "Sagen er udtaget til stikprøve: er alt gjort rigtigt?",
}
