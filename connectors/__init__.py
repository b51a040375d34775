"""Connectors: kits (browser, mail, documents, letters, digitalpost) and one package per outside system."""
