"""Views for Power BI: names and columns that stay."""

from alembic import op

from gevinst.store import views

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in views.create_statements(op.get_bind().dialect.name):
        op.execute(statement)
