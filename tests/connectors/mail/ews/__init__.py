"""What only an Exchange Server has: ways to log in, its library's traps, and attachments that are larger than memory."""
