from django.db import migrations

from rounds.insights.guards import keep_seals, release_seals


class Migration(migrations.Migration):
    dependencies = [("insights", "0021_public_files")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_seals(editor.connection),
            lambda apps, editor: release_seals(editor.connection),
        )
    ]
