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
            name='Framework',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('key', models.SlugField(max_length=40)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'key'), name='framework_key_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FrameworkVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='framework.framework')),
                ('number', models.PositiveIntegerField()),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='what changed and why')),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'number'), name='framework_version_once'), models.UniqueConstraint(models.F('framework'), condition=models.Q(('published_at', None)), name='framework_one_draft')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Crosswalk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='framework.frameworkversion')),
                ('key', models.CharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('domain_key', models.CharField(max_length=40)),
                ('theme', models.CharField(max_length=60)),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='crosswalk_key_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='framework.frameworkversion')),
                ('key', models.CharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=80, verbose_name='domain')),
                ('summary', models.CharField(max_length=200, verbose_name='in one line')),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='domain_key_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='framework.frameworkversion')),
                ('key', models.CharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('domain_key', models.CharField(max_length=40)),
                ('tier', models.CharField(max_length=20)),
                ('text', models.CharField(max_length=300, verbose_name='what an observer can see')),
                ('is_focus', models.BooleanField(default=False, verbose_name='focus of this tier')),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='indicator_key_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='MilestoneCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('specialty', models.CharField(max_length=120)),
                ('version', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=12)),
                ('theme', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=160)),
                ('is_local', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['specialty', 'version', 'code', 'theme'],
                'constraints': [models.UniqueConstraint(fields=('specialty', 'version', 'code', 'theme'), name='milestone_code_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='framework.frameworkversion')),
                ('key', models.CharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=80, verbose_name='track')),
                ('tier_names', models.JSONField(default=dict)),
                ('evidence', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='track_key_once')],
                'indexes': [],
            },
        ),
    ]
