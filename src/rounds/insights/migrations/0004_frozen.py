from django.db import migrations

from rounds.insights.guards import freeze, unfreeze


class Migration(migrations.Migration):
    dependencies = [("insights", "0003_figures")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: freeze(editor.connection), lambda apps, editor: unfreeze(editor.connection)
        )
    ]
