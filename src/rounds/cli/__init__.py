"""The command `rounds`. Each subcommand is imported when it is called, so that `rounds match` starts without Django."""

from importlib import import_module

import click

COMMANDS = {
    "setup": "rounds.cli.setup",
    "add-institution": "rounds.cli.setup",
    "serve": "rounds.cli.serve",
    "worker": "rounds.cli.serve",
    "demo": "rounds.cli.demo",
    "match": "rounds.cli.match",
    "audit": "rounds.cli.audit",
    "keys": "rounds.cli.keys",
    "doctor": "rounds.cli.doctor",
    "mail": "rounds.cli.mail",
    "manage": "rounds.cli.manage",
}


class LazyGroup(click.Group):
    """A group that knows the names of its commands and imports one only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        return getattr(import_module(module), cmd_name.replace("-", "_")) if module else None


@click.command(cls=LazyGroup)
@click.version_option(package_name="rounds")
def main() -> None:
    """Run a physician-leadership mentorship program."""
