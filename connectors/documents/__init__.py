"""The documents kit: an incoming file becomes one document model, and a template makes fields with evidence of it."""
