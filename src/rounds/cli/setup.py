"""`rounds setup`: keys, database, the first institution and its administrator."""

import click

from rounds.cli.keys_file import keys_file, make_keys
from rounds.cli.start import start_django


@click.command()
@click.option("--institution", prompt="Name of the hospital or school")
@click.option("--slug", prompt="Short name for addresses, such as st-brigid")
@click.option("--timezone", prompt="Time zone", default="America/New_York")
@click.option("--address", prompt="Address that people will open, such as https://rounds.example.org")
@click.option("--mail-from", prompt="Address that mail comes from")
@click.option("--admin-email", prompt="E-mail address of the site administrator")
@click.option("--admin-given-name", prompt="Their given name")
@click.option("--admin-family-name", prompt="Their family name")
@click.password_option("--admin-password", prompt="A password of at least 12 characters")
def setup(**answers: str) -> None:
    """Make an installation's keys, its database, the first institution and administrator."""
    address = answers["address"].rstrip("/")
    host = address.split("://")[-1].split(":")[0]
    if not keys_file().exists():
        path = make_keys(
            ROUNDS_BASE_URL=address,
            ROUNDS_HOSTS=host,
            ROUNDS_ORIGINS=address,
            ROUNDS_MAIL_FROM=answers["mail_from"],
        )
        click.echo(f"Secrets are in {path.resolve()}. Keep a copy away from the database's backups.")
    start_django()
    from django.core.exceptions import ValidationError
    from django.core.management import call_command

    from rounds.cli.installing import create_first_institution

    call_command("migrate", verbosity=0, interactive=False)
    try:
        create_first_institution(
            name=answers["institution"],
            slug=answers["slug"],
            timezone=answers["timezone"],
            given_name=answers["admin_given_name"],
            family_name=answers["admin_family_name"],
            email=answers["admin_email"],
            password=answers["admin_password"],
        )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    click.echo(f"Ready. Start `rounds serve` and `rounds worker`, then open {address}")
