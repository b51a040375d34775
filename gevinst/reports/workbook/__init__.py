"""The report as an Excel file: how its sheets are written, its charts, and the lists behind the figures."""
