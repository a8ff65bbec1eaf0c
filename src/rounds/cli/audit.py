"""`rounds audit verify`: has anybody changed, removed or inserted audit rows?"""

import click

from rounds.cli.installation.start import start_django


@click.group()
def audit() -> None:
    """Check and show the record of who did what."""


@audit.command()
def verify() -> None:
    """Check every chain and compare it with the anchors outside the database; ends with 1 on a finding."""
    start_django()
    from rounds.core.audit.checks import verify_all

    result = verify_all()
    for finding in result.findings:
        click.secho(finding, fg="red")
    click.echo(
        f"{result.events} events in {result.chains} chains, {result.anchors} anchors compared: ", nl=False
    )
    if result.findings:
        raise click.ClickException(f"{len(result.findings)} findings")
    click.echo("nothing was changed.")
