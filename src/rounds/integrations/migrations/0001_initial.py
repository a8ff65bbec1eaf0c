import django.db.models.deletion
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RememberedAnswers',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('kind', models.CharField(choices=[('mentees', 'Mentees'), ('mentors', 'Mentors'), ('roster', 'Roster with lines of authority'), ('pairs', 'Pairs that already run')], max_length=10)),
                ('header_digest', models.CharField(max_length=64)),
                ('answers', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'kind', 'header_digest'), name='remembered_once_per_header')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='SpreadsheetImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('kind', models.CharField(choices=[('mentees', 'Mentees'), ('mentors', 'Mentors'), ('roster', 'Roster with lines of authority'), ('pairs', 'Pairs that already run')], max_length=10)),
                ('state', models.CharField(choices=[('staged', 'being checked'), ('written', 'imported'), ('undone', 'undone')], default='staged', max_length=10)),
                ('cohort_id', models.UUIDField(blank=True, null=True)),
                ('by_person_id', models.UUIDField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('sheet_name', models.CharField(blank=True, max_length=100)),
                ('header_digest', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('is_checked', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['institution', '-created_at'], name='integration_institu_ebd9e0_idx'), models.Index(fields=['expires_at'], name='integration_expires_57b0d2_idx')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='StagedRows',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('spreadsheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='integrations.spreadsheetimport')),
                ('number', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('spreadsheet', 'number'), name='staged_rows_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='WayBack',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('spreadsheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ways_back', to='integrations.spreadsheetimport')),
                ('number', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('spreadsheet', 'number'), name='way_back_once')],
                'indexes': [],
            },
        ),
    ]
