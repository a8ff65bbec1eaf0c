from django.db import migrations

from rounds.core.folding import LONGEST, fold

BATCH = 500


def fold_names(apps, editor):
    """Fold the names of everybody who was recorded before names were folded."""
    people = apps.get_model("people", "Person").objects.using(editor.connection.alias)
    everybody = list(people.only("id", "given_name", "family_name").order_by("id"))
    for person in everybody:
        person.folded_given = fold(person.given_name)[:LONGEST]
        person.folded_family = fold(person.family_name)[:LONGEST]
    people.bulk_update(everybody, ["folded_given", "folded_family"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_names_are_folded")]
    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop)]
