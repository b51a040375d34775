"""The ledger's words as people read them, the same in lists, on the live page, in the report and in its Excel file."""

KINDS = {"saving": "frigjort", "human time": "menneskelig tid", "cost": "omkostning"}
ROLES = {"original": "postering", "reversal": "tilbageførsel", "replacement": "erstatning"}
MISSING = {
    "no potential": "intet potentiale i registret",
    "not in operation": "potentialet var ikke i drift den dag",
    "no baseline": "aktiviteten har ingen basislinje den dag",
}
"""Why an activity couldn't be counted."""
