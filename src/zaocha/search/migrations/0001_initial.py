"""Entries, frequencies, and the full-text table or column of the database in use."""

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5"
    "(tokens, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '._'\")"
)
POSTGRESQL = [
    "ALTER TABLE search_entry ADD COLUMN tokens tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_tokens ON search_entry USING gin (tokens) WITH (fastupdate = off)",
]


def make(apps, schema_editor):
    for sql in [SQLITE] if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_fts")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tenant_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "kind", "subject_id"), name="entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Frequency",
            fields=[
                ("token", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("n", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(make, undo),
    ]
