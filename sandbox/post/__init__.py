"""Danish sample post with the truth beside it: mails with forms, estimates and bills from invented clinics."""
