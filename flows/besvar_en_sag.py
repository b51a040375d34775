"""Besvar en sag.

Starter:   En sagsbehandler svarer på robottens nummererede spørgsmål (for eksempel 1042-2).
Resultat:  Svaret er gemt. Sagen fortsætter fra, hvor den slap, i næste kørsel, eller er afsluttet.
Potentiale: intet; det er en hjælp til de andre processer.
"""

from prefect import flow

from tasks.answering import AnswerForm, give_answer


@flow(name="Besvar en sag", persist_result=False)
def besvar_en_sag(svar: AnswerForm) -> None:
    """Svar på et spørgsmål, robotten har stillet om en sag."""
    give_answer(svar)
