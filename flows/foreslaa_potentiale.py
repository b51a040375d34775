"""Foreslå et potentiale.

Starter:   En digital agent eller en kollega ser et sted, hvor arbejdet kan gøres lettere, og udfylder formularen.
Resultat:  Idéen står i registret som *idé* med et nummer og et skøn over timer om året. Projektkontoret svarer inden for
           den frist, kvitteringen nævner, og svaret kommer pr. mail (se `svar_paa_ideer`).
Gemmes:    Valg, tal og initialer. Fri tekst skrives i en mail til projektkontoret, med nummeret.
Potentiale: intet; det er her, de begynder.
"""

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.proposing import ProposalForm, give_receipt, register_idea


@flow(
    name="Foreslå et potentiale",
    flow_run_name="{forslag.arbejde} {forslag.ting} · {forslag.initialer}",
    persist_result=False,
)
def foreslaa_potentiale(forslag: ProposalForm) -> State[None]:
    """Foreslå et sted, hvor arbejdet kan gøres lettere. Du får et nummer med det samme og et svar inden fristen."""
    idea = register_idea(forslag)
    return give_receipt(forslag, idea)
