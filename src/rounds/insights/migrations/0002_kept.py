from django.db import migrations

from rounds.insights.guards import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor.connection), lambda apps, editor: unprotect(editor.connection)
        )
    ]
