"""`rounds manage`: Django's own commands (migrate, check, dbshell)."""

import click

from rounds.cli.installation.start import start_django


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands, for example migrate."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["rounds manage", *arguments])
