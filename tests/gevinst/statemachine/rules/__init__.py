"""The rules by subject; `machine.py` puts them together."""
