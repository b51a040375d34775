"""The Digital Post kit: a letter to a citizen as a MeMo message, addressed by CPR number."""
