from django.db import migrations

from rounds.rollout.guards import keep_dossiers, release_dossiers


class Migration(migrations.Migration):
    dependencies = [("rollout", "0020_dossiers")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_dossiers(editor.connection),
            lambda apps, editor: release_dossiers(editor.connection),
        )
    ]
