from django.db import migrations

from rounds.development.guards import keep_catalog, release_catalog


class Migration(migrations.Migration):
    dependencies = [("development", "0002_experiences")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_catalog(editor.connection),
            lambda apps, editor: release_catalog(editor.connection),
        )
    ]
