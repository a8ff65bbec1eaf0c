from django.db import migrations

from rounds.development.guards import keep_certificates, release_certificates


class Migration(migrations.Migration):
    dependencies = [("development", "0004_certificates")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_certificates(editor.connection),
            lambda apps, editor: release_certificates(editor.connection),
        )
    ]
