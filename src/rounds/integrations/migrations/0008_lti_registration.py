import uuid

import django.db.models.deletion
from django.db import migrations, models

import rounds.core.database.scope


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_mail_told_as_one'),
        ('integrations', '0007_lti'),
        ('people', '0010_personal_confirmed'),
    ]

    operations = [
        migrations.CreateModel(
            name='LtiItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('context_id', models.CharField(max_length=255)),
                ('wave_id', models.UUIDField()),
                ('line_item', models.CharField(max_length=1000)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='integrations.connection')),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connection', 'context_id', 'wave_id'), name='lti_item_once')],
            },
        ),
        migrations.CreateModel(
            name='LtiRegistration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('until', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('connection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='integrations.connection')),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
        ),
        migrations.RemoveConstraint(model_name='ltitask', name='lti_task_once'),
        migrations.AddField(
            model_name='ltitask', name='context_id', field=models.CharField(blank=True, max_length=255)
        ),
        migrations.AddField(model_name='ltitask', name='of_all', field=models.BooleanField(default=False)),
        migrations.AlterField(
            model_name='ltitask', name='line_item', field=models.CharField(blank=True, max_length=1000)
        ),
        migrations.AddConstraint(
            model_name='ltitask',
            constraint=models.UniqueConstraint(fields=('connection', 'subject', 'wave_id', 'context_id', 'of_all'), name='lti_task_once'),
        ),
    ]
