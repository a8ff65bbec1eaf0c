"""`rounds keys`: a new key for sealed fields, and everything sealed again with it."""

import click

from rounds.cli.installation.keys_file import add_field_key, keys_file
from rounds.cli.installation.start import start_django


@click.group()
def keys() -> None:
    """Look after the keys that open encrypted fields."""


@keys.command()
def rotate() -> None:
    """Put a new key before the old ones. Afterwards restart the processes, then run `rounds keys reseal`."""
    if not keys_file().exists():
        raise click.ClickException(
            f"{keys_file()} is not there. Keys that are set elsewhere are rotated there: put a new one first in"
            " ROUNDS_FIELD_KEYS."
        )
    click.echo(f"Key {add_field_key()} is the first in {keys_file()}.")
    click.echo("Restart `rounds serve` and `rounds worker`, then run `rounds keys reseal`.")


@keys.command()
def reseal() -> None:
    """Seal with the newest key what older ones have sealed. Keep the old keys while old backups exist."""
    start_django()
    from rounds.core.encryption.resealing import reseal_all
    from rounds.web.account.sign_in.resealing import reseal_second_factors

    rows = reseal_all(
        also={"second factors": reseal_second_factors},
        progress=lambda name, count: click.echo(f"  {name}: {count}"),
    )
    click.echo(f"{rows} rows sealed again.")
