from django.db import migrations

from rounds.insights.guards import publish, unpublish


class Migration(migrations.Migration):
    dependencies = [("insights", "0007_measures")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: publish(editor.connection), lambda apps, editor: unpublish(editor.connection)
        )
    ]
