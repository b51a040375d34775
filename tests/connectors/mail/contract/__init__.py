"""What every mailbox backend does alike: one suite, run over the local mailbox, Exchange Server and Exchange Online."""
