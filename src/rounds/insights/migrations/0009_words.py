from django.db import migrations, models

from rounds.insights.guards import close_checks, open_checks


class Migration(migrations.Migration):
    dependencies = [("insights", "0008_published")]
    operations = [
        # SQLite makes the table anew, without its triggers
        migrations.RunPython(
            lambda apps, editor: open_checks(editor.connection),
            lambda apps, editor: close_checks(editor.connection),
        ),
        migrations.AddField(
            model_name="check",
            name="words",
            field=models.CharField(blank=True, max_length=300, verbose_name="what is wrong"),
        ),
        migrations.RunPython(
            lambda apps, editor: close_checks(editor.connection),
            lambda apps, editor: open_checks(editor.connection),
        ),
    ]
