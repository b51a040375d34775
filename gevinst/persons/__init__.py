"""Citizens and their rights (GDPR articles 15-20): whom an item is about, what is held of them, and whose data rests.

A citizen is known here by a keyed hash of the CPR number alone. The number itself comes in by the command line's standard
input and goes nowhere.
"""
