"""The letters kit: Word templates, filled strictly and printed as PDF by LibreOffice."""
