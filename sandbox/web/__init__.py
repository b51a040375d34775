"""What the invented web systems of the sandbox share: a server that drops connections, faults to order, sessions."""
