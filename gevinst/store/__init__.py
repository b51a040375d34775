"""Tables, engine and migrations, on SQLite and PostgreSQL."""
