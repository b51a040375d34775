"""The terminal kit: one 3270 connection per case, screens that know themselves, fields by label, one key per write."""
