"""A stand-in for Exchange: one mailbox model in SQLite, with an EWS face and a Graph face. All post in it is invented."""
