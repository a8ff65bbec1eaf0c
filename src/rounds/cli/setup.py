"""`rounds setup`: keys, database, the first institution and its people; `rounds add-institution`: one more."""

from collections.abc import Callable
from typing import Any

import click

from rounds.cli.installation.keys_file import keys_file, make_keys
from rounds.cli.installation.start import refuse_foreign_database, start_django

ABOUT_INSTITUTION = (
    click.option("--institution", prompt="Name of the hospital or school"),
    click.option("--slug", prompt="Short name for addresses, such as st-brigid"),
    click.option("--timezone", prompt="Time zone", default="America/New_York"),
    click.option("--admin-email", prompt="E-mail address of the site administrator, who runs the server"),
    click.option("--admin-given-name", prompt="Their given name"),
    click.option("--admin-family-name", prompt="Their family name"),
    click.password_option("--admin-password", prompt="A password of at least 12 characters"),
    click.option("--coordinator-email", prompt="E-mail address of the coordinator, who runs the program"),
    click.option("--coordinator-given-name", prompt="Their given name"),
    click.option("--coordinator-family-name", prompt="Their family name"),
)


def about_institution(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(ABOUT_INSTITUTION):
        command = option(command)
    return command


@click.command()
@click.option("--address", prompt="Address that people will open, such as https://rounds.example.org")
@click.option("--mail-from", prompt="Address that mail comes from")
@about_institution
def setup(address: str, mail_from: str, **answers: str) -> None:
    """Make an installation's keys, its database, the first institution and its first two people."""
    address = address.rstrip("/")
    host = address.split("://")[-1].split(":")[0]
    if not keys_file().exists():
        path = make_keys(
            ROUNDS_BASE_URL=address,
            ROUNDS_HOSTS=host,
            ROUNDS_ORIGINS=address,
            ROUNDS_MAIL_FROM=mail_from,
        )
        click.echo(f"Secrets are in {path.resolve()}. Keep a copy away from the database's backups.")
    start_django()
    from rounds.core.database.migrating import migrate
    from rounds.core.models import Institution

    refuse_foreign_database()
    migrate()
    there = Institution.objects.first()
    if there:
        raise click.ClickException(
            f"This database has an institution already: {there.name}. Add another one with: rounds add-institution"
        )
    _create(answers, _people(answers))
    click.echo(f"Ready. Start `rounds serve` and `rounds worker`, then open {address}")


@click.command("add-institution")
@about_institution
def add_institution(**answers: str) -> None:
    """Add an institution to this installation; it and the others never see each other."""
    start_django()
    _create(answers, _people(answers))


def _people(answers: dict[str, Any]) -> dict[str, Any]:
    """Return who begins; refuse a weak password, and one person for both."""
    from django.core.exceptions import ValidationError

    from rounds.cli.installation.institution import FirstUser, check_first_users

    administrator, coordinator = (
        FirstUser(*(answers[f"{who}_{what}"] for what in FirstUser._fields))
        for who in ("admin", "coordinator")
    )
    people = {
        "administrator": administrator,
        "password": answers["admin_password"],
        "coordinator": coordinator,
    }
    try:
        check_first_users(**people)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    return people


def _create(answers: dict[str, Any], people: dict[str, Any]) -> None:
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.urls import reverse

    from rounds.accounts.services.logins import INVITATION_DAYS
    from rounds.cli.installation.institution import create_institution

    try:
        token = create_institution(
            name=answers["institution"], slug=answers["slug"], timezone=answers["timezone"], **people
        )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    link = settings.BASE_URL.rstrip("/") + reverse("account_open_invitation", kwargs={"token": token})
    invited = people["coordinator"]
    click.echo(
        f"Give {invited.given_name} {invited.family_name} this link, which opens the account once "
        f"within {INVITATION_DAYS} days:\n  {link}"
    )
    click.echo(
        "Mail is in rehearsal: each message goes to the one who sends it. When all is ready, one of the two asks on the"
        " page Access, Mail to make it live and the other confirms; or run"
        f" `rounds mail live {answers['slug']}` on this server."
    )
