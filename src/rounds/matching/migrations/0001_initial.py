import django.db.models.deletion
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('mentorships', '0001_initial'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConflictException',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.cohort')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.enrollment')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.enrollment')),
                ('reason', models.CharField(max_length=500)),
                ('declared_by_id', models.UUIDField()),
                ('declared_by_name', models.CharField(max_length=200)),
                ('declared_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('confirmed_by_id', models.UUIDField(null=True)),
                ('confirmed_by_name', models.CharField(blank=True, max_length=200)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-declared_at'],
                'constraints': [models.UniqueConstraint(fields=('mentee', 'mentor'), name='exception_once_per_pair'), models.CheckConstraint(condition=models.Q(('confirmed_by_id', None), models.Q(('confirmed_by_id', models.F('declared_by_id')), _negated=True), _connector='OR'), name='exception_second_person')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FitNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.enrollment')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.enrollment')),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='WeightSet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.program')),
                ('version', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=80)),
                ('values', models.JSONField(default=dict)),
                ('priorities', models.JSONField(default=dict)),
                ('load_costs', models.JSONField(default=list)),
                ('rationale', models.CharField(blank=True, max_length=500)),
                ('made_by_id', models.UUIDField(null=True)),
                ('made_by_name', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('program', 'version'), name='weights_version_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.cohort')),
                ('number', models.PositiveIntegerField()),
                ('aim', models.CharField(choices=[('total', 'Best total'), ('fair', 'Fair'), ('stable', 'Stable')], default='total', max_length=10)),
                ('weights', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='matching.weightset')),
                ('seed', models.PositiveBigIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'working'), ('failed', 'stopped with a problem'), ('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('published', 'published')], default='waiting', max_length=10)),
                ('made_by_id', models.UUIDField(null=True)),
                ('made_by_name', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('engine_version', models.CharField(blank=True, max_length=40)),
                ('input_digest', models.CharField(max_length=64)),
                ('result_digest', models.CharField(blank=True, max_length=64)),
                ('figures', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, max_length=1000)),
                ('published_at', models.DateTimeField(null=True)),
                ('mail_leaves_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('cohort', 'number'), name='run_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='run_published_has_moment')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('mentorship', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mentorships.mentorship')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='matching.matchrun')),
                ('mentor_answer', models.CharField(choices=[('waiting', 'not answered'), ('accepted', 'accepted'), ('declined', 'declined')], default='waiting', max_length=10)),
                ('mentor_answered_at', models.DateTimeField(null=True)),
                ('mentee_answer', models.CharField(choices=[('waiting', 'not answered'), ('accepted', 'accepted'), ('declined', 'declined')], default='waiting', max_length=10)),
                ('mentee_answered_at', models.DateTimeField(null=True)),
                ('decline_reason', models.CharField(blank=True, max_length=500)),
                ('meeting_at', models.DateTimeField(null=True)),
                ('meeting_modality', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'indexes': [models.Index(fields=['run', 'mentor_answer'], name='matching_of_run_id_16dcba_idx')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='PairDecision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.cohort')),
                ('kind', models.CharField(choices=[('lock', 'locked'), ('hand', 'assigned by hand'), ('forbid', 'forbidden'), ('veto', 'vetoed by the program director (PD)')], max_length=8)),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.enrollment')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.enrollment')),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('action_id', models.UUIDField(default=uuid.uuid4)),
                ('made_by_id', models.UUIDField(null=True)),
                ('made_by_name', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by_name', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['-made_at', 'id'],
                'indexes': [models.Index(fields=['cohort', 'undone_at'], name='matching_pa_cohort__d489e3_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('mentee', 'mentor'), name='decision_one_per_pair'), models.CheckConstraint(condition=models.Q(('kind', 'lock'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='RunInput',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='input', to='matching.matchrun')),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='RunResult',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='result', to='matching.matchrun')),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='RunStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='matching.matchrun')),
                ('step', models.CharField(choices=[('sent', 'sent for approval'), ('approved', 'approved'), ('returned', 'sent back'), ('published', 'published'), ('stopped', 'stopped')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('by_id', models.UUIDField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
