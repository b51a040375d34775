"""Exchange Web Services over the model: SOAP as an Exchange Server speaks it, for the operations a mail task needs."""
