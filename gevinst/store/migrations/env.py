"""Alembic's entry: migrate the connection that `gevinst.store.migrate` hands over."""

from alembic import context

from gevinst.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
