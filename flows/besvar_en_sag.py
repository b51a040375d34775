"""Besvar en sag.

Starter:   En sagsbehandler svarer på robottens nummererede spørgsmål (for eksempel 1042-2).
Resultat:  Svaret er gemt. Sagen fortsætter fra, hvor den slap, i næste kørsel, eller er afsluttet.
Potentiale: intet; det er en hjælp til de andre processer.
"""

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.answering import AnswerForm, give_answer


@flow(
    name="Besvar en sag",
    flow_run_name="{svar.sag}-{svar.spoergsmaal}: {svar.valg} · {svar.initialer}",
    persist_result=False,
)
def besvar_en_sag(svar: AnswerForm) -> State[None]:
    """Svar på et spørgsmål, robotten har stillet om en sag."""
    return give_answer(svar)
