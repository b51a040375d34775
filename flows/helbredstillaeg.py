"""Helbredstillæg: prisoverslag og regninger.

Starter:   Klinikker, optikere og borgere sender prisoverslag og regninger til postkassen `helbredstillaeg`.
Resultat:  Bilaget er registreret og journaliseret på borgerens sag, afsenderen har fået en kvittering, og borgeren et brev
           med Digital Post. Mailen ligger i *Behandlet af robot*.
Afgør:     Ingenting. Robotten bevilger, afslår, beregner og udbetaler ikke, og den vurderer ikke, om noget er nødvendigt.
Til person: Manglende eller forkert CPR-nummer, modstridende beløb, ukendt borger, ingen bevilling, navne- og
           adressebeskyttelse, dødsfald, fritagelse for Digital Post, fuldmagt, flere borgere, låste filer, tekst der skal
           læses, og alt, robotten er usikker på.
Potentiale: P-042
"""

from prefect import flow

from gevinst.items.queues import Queue
from tasks.forms import RunForm
from tasks.letters import acknowledge, write_citizens_letter
from tasks.mail_item import MailPayload
from tasks.mail_source import MailSource
from tasks.pension import check_citizen, file_originals, register
from tasks.reading import open_mail, read_documents
from tasks.running import case_run

QUEUE = Queue(
    "helbredstillaeg",
    potential_id="P-042",
    systems=("pension", "mail", "digitalpost"),
    payload=MailPayload,
    retention_days=90,
    journalising_act="file",
)
MAILBOX = "helbredstillaeg"


@flow(
    name="Helbredstillæg: prisoverslag og regninger",
    flow_run_name="{bestilling.art} · {bestilling.initialer}",
    persist_result=False,
)
def helbredstillaeg(bestilling: RunForm) -> None:
    """Registrér og journalisér indkomne prisoverslag og regninger, og kvittér for dem."""
    with case_run(QUEUE, MailSource(MAILBOX), bestilling) as run:
        for case in run:
            with case:
                opened = open_mail()
                request = read_documents("helbredstillaeg", opened)
                check_citizen(request)
                registered = register(request)
                letter = write_citizens_letter("kvittering-helbredstillaeg", request)
                file_originals(request, opened, registered, letter)
                acknowledge(request, opened, letter)
