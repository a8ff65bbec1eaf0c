from django.db import migrations

from rounds.insights.guards import lock_claims, unlock_claims


class Migration(migrations.Migration):
    dependencies = [("insights", "0010_claims")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: lock_claims(editor.connection), lambda apps, editor: unlock_claims(editor.connection)
        )
    ]
