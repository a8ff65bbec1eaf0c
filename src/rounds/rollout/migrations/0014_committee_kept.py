from django.db import migrations

from rounds.rollout.guards import keep_committees, release_committees


class Migration(migrations.Migration):
    dependencies = [("rollout", "0013_committee")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_committees(editor.connection),
            lambda apps, editor: release_committees(editor.connection),
        )
    ]
