from django.db import migrations

from rounds.rollout.guards import keep_taken_back, release_taken_back


class Migration(migrations.Migration):
    dependencies = [("rollout", "0007_links")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_taken_back(editor.connection),
            lambda apps, editor: release_taken_back(editor.connection),
        )
    ]
