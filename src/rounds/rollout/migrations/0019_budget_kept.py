from django.db import migrations

from rounds.rollout.guards import keep_money, release_money


class Migration(migrations.Migration):
    dependencies = [("rollout", "0018_budget")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_money(editor.connection),
            lambda apps, editor: release_money(editor.connection),
        )
    ]
