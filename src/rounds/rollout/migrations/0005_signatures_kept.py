from django.db import migrations

from rounds.rollout.guards import keep_signatures, release_signatures


class Migration(migrations.Migration):
    dependencies = [("rollout", "0004_signatures")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_signatures(editor.connection),
            lambda apps, editor: release_signatures(editor.connection),
        )
    ]
