"""`rounds doctor`: says in words what is wrong with an installation, and what to do."""

import click

from rounds.cli.installation.start import start_django


@click.command()
@click.option("--mail-to", help="Send a test message to this address.")
def doctor(mail_to: str | None) -> None:
    """Look at settings, database, worker, mail and audit chain; ends with 1 when something is wrong."""
    start_django()
    from rounds.cli.installation.checkup import check_installation, send_test_mail

    findings = check_installation()
    if mail_to:
        findings.append(send_test_mail(mail_to))
    for finding in findings:
        click.secho(
            "ok    " if finding.is_fine else "WRONG ", fg="green" if finding.is_fine else "red", nl=False
        )
        click.echo(finding.sentence)
    if not all(finding.is_fine for finding in findings):
        raise SystemExit(1)
