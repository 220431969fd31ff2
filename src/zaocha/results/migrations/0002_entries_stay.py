"""The database refuses to change what an entry says, and to bring back what was countered.

A later migration that makes this table anew on SQLite drops its triggers: it must run `make` again.
"""

from typing import Any

from django.db import migrations

STAYS = (
    "tenant_id", "kind", "entry", "amount", "unit", "happened_on", "company_id", "chain", "evidence", "origin_kind",
    "origin_id", "counters_id", "corrects_id", "reason", "recorded_at", "recorded_by", "recorded_name",
)  # fmt: skip
SQLITE = """
CREATE TRIGGER results_result_stays BEFORE UPDATE OF {columns} ON results_result
BEGIN SELECT RAISE(ABORT, 'an entry is corrected by a counter-entry'); END
"""
POSTGRESQL = """
CREATE FUNCTION results_result_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an entry is corrected by a counter-entry'; END $$;
CREATE TRIGGER results_result_stays BEFORE UPDATE OF {columns} ON results_result
FOR EACH ROW EXECUTE FUNCTION results_result_stays();
"""


def make(apps: Any, editor: Any) -> None:
    """Put the trigger there."""
    text = SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
    editor.execute(text.format(columns=", ".join(STAYS)))


def undo(apps: Any, editor: Any) -> None:
    """Take it away."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER results_result_stays")
    else:
        editor.execute("DROP TRIGGER results_result_stays ON results_result")
        editor.execute("DROP FUNCTION results_result_stays()")


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial")]
    operations = [migrations.RunPython(make, undo)]
