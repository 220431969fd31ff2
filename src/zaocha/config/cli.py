"""The command `zaocha`: nouns first, then verbs. Exit codes: 0 fine, 1 a finding, 2 usage, 3 unreadable."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from zaocha import __version__

# noun -> (module, attribute, needs the database, one line for --help)
NOUNS: dict[str, tuple[str, str, bool, str]] = {
    "serve": ("zaocha.config.server", "serve", True, "Run web and worker together."),
    "demo": ("zaocha.config.server", "demo", True, "Make a demo town and run it."),
    "audit": ("zaocha.config.operation", "audit", True, "The chain of events: verify."),
    "people": ("zaocha.accounts.cli", "people", True, "Accounts: add, list, token."),
    "tasks": ("zaocha.config.operation", "tasks", True, "Background work: run, list."),
    "minutes": ("zaocha.lang.cli", "minutes", False, "Minutes: read."),
    "sandbox": ("zaocha.rules.cli.sandbox", "command", False, "What a changed policy does to all companies."),
    "match": ("zaocha.rules.cli.match", "match", False, "All companies against all policies: run."),
    "dmn": ("zaocha.rules.dmn.cli", "dmn", False, "Decision models: test, check, import, export, run."),
    "policies": ("zaocha.rules.policies.cli", "policies", False, "Policies: check, lint."),
    "facts": ("zaocha.rules.facts_cli", "facts_group", False, "Facts about companies: list."),
    "companies": ("zaocha.companies.cli", "companies", True, "Companies and their facts: import, list."),
    "demands": ("zaocha.demands.cli", "demands", True, "Demands: list, show."),
    "ledger": ("zaocha.demands.ledger_cli", "ledger", True, "The ledger: export, import."),
    "promises": ("zaocha.promises.cli", "promises", True, "Promises: list."),
    "offers": ("zaocha.offers.cli", "offers", True, "Offers: list, export; notices of auctions: read."),
    "watches": ("zaocha.watches.cli", "watches", True, "Watches: list; sources that are due: sources."),
    "search": ("zaocha.help.cli", "search", True, "The index: rebuild, similar."),
    "titles": ("zaocha.titles.cli", "titles", False, "Professional titles: draw."),
    "metrics": ("zaocha.metrics.cli", "metrics", True, "Figures: show."),
    "manage": ("zaocha.config.operation", "manage", True, "Django's own commands, for developers."),
}


class Nouns(click.Group):
    """Loads a noun only when it is called, so that `minutes read` starts without Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NOUNS:
            return None
        module, attribute, needs_django, _line = NOUNS[cmd_name]
        if needs_django:
            start_django()
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Nouns"):
            formatter.write_dl([(noun, row[3]) for noun, row in NOUNS.items()])


def start_django() -> None:
    """Load settings and areas once, and speak the operator's language."""
    import django
    from django.apps import apps
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zaocha.config.settings")
    if not apps.ready:
        django.setup()
    wish = os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")
    translation.activate("en" if wish.startswith("en") else "zh-hans")


def _use_data(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """While the line is read: a noun loads the settings before the group itself runs."""
    if value:
        os.environ["ZAOCHA_DATA"] = value


@click.group(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--data", type=click.Path(file_okay=False), help="Data folder (or ZAOCHA_DATA).", callback=_use_data,
    expose_value=False,
)  # fmt: skip
def cli() -> None:
    """Zaocha 早茶: what is said at the table becomes a kept promise.

    Example: zaocha demo
    """


def main(**extra: Any) -> None:
    """Entry point."""
    cli(prog_name="zaocha", **extra)
