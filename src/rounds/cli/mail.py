"""`rounds mail`: whether messages reach people, and to let them from the server."""

import click

from rounds.cli.installation.start import start_django


@click.group()
def mail() -> None:
    """See whether mail is live, make it live, or rehearse again."""


@mail.command()
def state() -> None:
    """Say of each institution whether mail is live."""
    start_django()
    from rounds.core.models import Institution

    for one in Institution.objects.order_by("slug"):
        click.echo(f"{one.slug}: {'live' if one.mail_is_live else 'in rehearsal'}")


@mail.command()
@click.argument("slug")
def live(slug: str) -> None:
    """Let messages of an institution reach people, after a question with the numbers."""
    _switch(slug, is_live=True)


@mail.command()
@click.argument("slug")
def rehearse(slug: str) -> None:
    """Lead messages of an institution to those who send them, after a question with the numbers."""
    _switch(slug, is_live=False)


def _switch(slug: str, *, is_live: bool) -> None:
    start_django()
    from rounds.accounts.services.switches import set_mail
    from rounds.core.access import system
    from rounds.core.database.scope import scope
    from rounds.core.mail.selectors import count_waiting
    from rounds.core.models import Institution
    from rounds.programs.selectors.inviting import count_reachable

    institution = Institution.objects.filter(slug=slug).first()
    if institution is None:
        known = ", ".join(Institution.objects.order_by("slug").values_list("slug", flat=True))
        raise click.ClickException(f"There is no institution {slug}. There is: {known}")
    with scope(institution.id):
        waiting, people = count_waiting(), count_reachable()
        if is_live:
            click.echo(
                f"{institution.name}: from now on messages reach {people.with_address} people with an address;"
                f" {people.without_address} have none. {waiting.to_senders} rehearsed messages that wait go to their senders."
            )
        else:
            click.echo(
                f"{institution.name}: from now on messages go to those who send them."
                f" {waiting.to_readers} messages that wait still reach their readers."
            )
        click.confirm("Go on?", abort=True)
        set_mail(is_live=is_live, by=system(institution.id))
    click.echo("Mail is live." if is_live else "Mail is in rehearsal.")
