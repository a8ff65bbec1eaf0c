import django.db.models.deletion
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60)),
                ('template', models.CharField(max_length=40)),
                ('months', models.PositiveSmallIntegerField(default=12, verbose_name='months')),
                ('checkins_per_year', models.PositiveSmallIntegerField(default=4, verbose_name='check-ins a year')),
                ('weight_preset', models.CharField(default='balanced', max_length=40)),
                ('mentee_tiers', models.JSONField(default=list)),
                ('mentor_tiers', models.JSONField(default=list)),
                ('needs_second_person', models.BooleanField(default=False, verbose_name='a second person approves')),
                ('allow_peers', models.BooleanField(default=False, verbose_name='peers may pair at the top tier')),
                ('priority_mode', models.CharField(choices=[('everybody', 'for everybody'), ('interested', 'for mentees with the interest')], default='everybody', max_length=12)),
                ('minimum_score', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lowest score for a pair')),
                ('applications_open', models.BooleanField(default=False, verbose_name='people may apply')),
                ('is_simple', models.BooleanField(default=True)),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='reply-to')),
                ('state', models.CharField(choices=[('setting_up', 'setting up'), ('running', 'running'), ('closed', 'closed')], default='setting_up', max_length=12)),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('institution', 'slug'), name='program_slug_once'), models.CheckConstraint(condition=models.Q(('months__range', (1, 60))), name='program_months_1_to_60'), models.CheckConstraint(condition=models.Q(('checkins_per_year__range', (1, 12))), name='program_checkins_1_to_12'), models.CheckConstraint(condition=models.Q(('minimum_score', None), ('minimum_score__lte', 100), _connector='OR'), name='program_score_to_100')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cycles', to='programs.program')),
                ('name', models.CharField(max_length=80)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('open', 'open'), ('closed', 'closed')], default='planned', max_length=10)),
            ],
            options={
                'ordering': ['-starts_on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('program',), name='cycle_one_open_per_program'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='cycle_ends_after_start'), models.UniqueConstraint(fields=('program', 'name'), name='cycle_name_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cohorts', to='programs.cycle')),
                ('name', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('gathering', 'gathering'), ('matched', 'matched'), ('closed', 'closed')], default='gathering', max_length=10)),
                ('intake_closes_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'name'), name='cohort_name_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Enrollment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrollments', to='programs.cohort')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('side', models.CharField(choices=[('mentee', 'mentee'), ('mentor', 'mentor')], max_length=6)),
                ('state', models.CharField(choices=[('invited', 'invited'), ('applied', 'applied'), ('enrolled', 'enrolled'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('how', models.CharField(choices=[('invitation', 'invited'), ('application', 'applied'), ('by_program', 'enrolled by the program'), ('import', 'from a spreadsheet')], max_length=12)),
                ('state_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('demand', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('capacity', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('outside_mentees', models.PositiveSmallIntegerField(default=0)),
                ('hours_per_month', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('intake_topic', models.CharField(blank=True, max_length=20)),
                ('intake_topic_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'state'], name='programs_en_person__a0cece_idx')],
                'constraints': [models.UniqueConstraint(fields=('cohort', 'person', 'side'), name='enrollment_once_per_side'), models.CheckConstraint(condition=models.Q(('demand', None), models.Q(('demand__range', (1, 3)), ('side', 'mentee')), _connector='OR'), name='enrollment_demand_1_to_3'), models.CheckConstraint(condition=models.Q(('capacity', None), models.Q(('capacity__lte', 6), ('side', 'mentor')), _connector='OR'), name='enrollment_capacity_0_to_6'), models.CheckConstraint(condition=models.Q(('outside_mentees__lte', 20)), name='enrollment_outside_to_20'), models.CheckConstraint(condition=models.Q(('hours_per_month', None), ('hours_per_month__lte', 40), _connector='OR'), name='enrollment_hours_to_40')],
            },
        ),
        migrations.CreateModel(
            name='Baseline',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('enrollment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='baseline', to='programs.enrollment')),
                ('items', models.JSONField(default=dict)),
                ('protected_hours', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ('promised_by', models.CharField(blank=True, max_length=120)),
                ('follow_up_consent', models.BooleanField(null=True)),
                ('consent_version', models.CharField(blank=True, max_length=20)),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('protected_hours', None), ('protected_hours__range', (0, 80)), _connector='OR'), name='baseline_hours_0_to_80'), models.CheckConstraint(condition=models.Q(('follow_up_consent', None), models.Q(('consent_version', ''), _negated=True), _connector='OR'), name='baseline_consent_has_version')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='programs.enrollment')),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intakes', to='programs.enrollment')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('answers', models.JSONField(default=dict)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrollment', 'version'), name='intake_version_once'), models.UniqueConstraint(condition=models.Q(('submitted_at', None)), fields=('enrollment',), name='intake_one_unsubmitted'), models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('submitted_at__isnull', False), _connector='OR'), name='intake_confirmed_when_submitted')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='IntroductionCard',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('enrollment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='card', to='programs.enrollment')),
                ('headline', models.CharField(blank=True, max_length=120)),
                ('about', models.TextField(blank=True, max_length=600)),
                ('ask_me_about', models.TextField(blank=True, max_length=300)),
                ('approved_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_texts', to='programs.program')),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField(max_length=5000)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'kind'), name='mail_text_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priorities', to='programs.program')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('weight', models.PositiveSmallIntegerField(default=10, verbose_name='weight')),
                ('rationale', models.TextField(blank=True, max_length=1000, verbose_name='why')),
            ],
            options={
                'ordering': ['-weight', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='priority_ends_after_start'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 100))), name='priority_weight_1_to_100'), models.UniqueConstraint(fields=('program', 'name'), name='priority_name_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ProgramRole',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='programs.program')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('role', models.CharField(choices=[('coordinator', 'coordinator'), ('director', 'director of the mentorship program'), ('steering_viewer', 'steering committee viewer')], max_length=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('program', 'person', 'role'), name='program_role_once_open'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='program_role_ends_after_start')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='programs.enrollment')),
                ('rank', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('enrollment', 'rank'), name='wish_rank_once'), models.UniqueConstraint(fields=('enrollment', 'person'), name='wish_person_once'), models.CheckConstraint(condition=models.Q(('rank__range', (1, 5))), name='wish_rank_1_to_5')],
                'indexes': [],
            },
        ),
    ]
