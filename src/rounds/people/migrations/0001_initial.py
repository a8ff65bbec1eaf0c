import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('core', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('title', models.CharField(blank=True, max_length=20, verbose_name='title')),
                ('given_name', models.CharField(blank=True, max_length=100, verbose_name='given name')),
                ('family_name', models.CharField(max_length=100, verbose_name='family name')),
                ('pronouns', models.CharField(blank=True, max_length=40, verbose_name='pronouns')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work e-mail')),
                ('personal_email', models.EmailField(blank=True, max_length=254, verbose_name='personal e-mail')),
                ('npi', models.CharField(blank=True, max_length=10, verbose_name='NPI')),
                ('orcid', models.CharField(blank=True, max_length=19, verbose_name='ORCID')),
                ('employee_id', models.CharField(blank=True, max_length=60, verbose_name='employee number')),
                ('external_key', models.CharField(blank=True, max_length=120, verbose_name='key in the source system')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'ordering': ['family_name', 'given_name', 'id'],
                'constraints': [models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('email'), condition=models.Q(models.Q(('email', ''), _negated=True), ('merged_into', None)), name='person_email_once'), models.UniqueConstraint(models.F('institution'), models.F('npi'), condition=models.Q(models.Q(('npi', ''), _negated=True), ('merged_into', None)), name='person_npi_once'), models.UniqueConstraint(models.F('institution'), models.F('orcid'), condition=models.Q(models.Q(('orcid', ''), _negated=True), ('merged_into', None)), name='person_orcid_once'), models.UniqueConstraint(models.F('institution'), models.F('employee_id'), condition=models.Q(models.Q(('employee_id', ''), _negated=True), ('merged_into', None)), name='person_employee_once'), models.UniqueConstraint(models.F('institution'), models.F('user'), condition=models.Q(('user', None), _negated=True), name='person_one_per_login'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='person_not_merged_into_itself')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='AuthorityLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('over', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('kind', models.CharField(choices=[('line_manager', 'line manager'), ('standing_evaluator', 'standing evaluator'), ('rotation_attending', 'rotation attending')], max_length=20, verbose_name='kind')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('subject'), models.F('over'), models.F('kind'), condition=models.Q(('to_on', None)), name='authority_line_once'), models.CheckConstraint(condition=models.Q(('subject', models.F('over')), _negated=True), name='authority_not_over_oneself'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='authority_dates')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('name'), name='department_name_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('timezone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('name'), name='site_name_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='CareerStage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='people.person')),
                ('tier', models.CharField(choices=[('resident', 'resident'), ('fellow', 'fellow'), ('junior_faculty', 'junior faculty'), ('mid_career', 'mid-career faculty'), ('executive', 'executive')], max_length=20, verbose_name='tier')),
                ('track', models.CharField(choices=[('clinical', 'clinical'), ('nursing_allied', 'nursing and allied health'), ('administration', 'administration'), ('research', 'research')], default='clinical', max_length=20, verbose_name='track')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('rank', models.CharField(blank=True, max_length=80, verbose_name='rank')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('section', models.CharField(blank=True, max_length=120, verbose_name='section')),
                ('specialty', models.CharField(blank=True, max_length=120, verbose_name='specialty')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site')),
                ('fte', models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True, verbose_name='FTE')),
                ('pgy', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='postgraduate year')),
            ],
            options={
                'ordering': ['-from_on', '-recorded_at'],
                'constraints': [models.UniqueConstraint(models.F('person'), condition=models.Q(('to_on', None)), name='stage_one_open'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='stage_dates'), models.CheckConstraint(condition=models.Q(('tier__in', ['resident', 'fellow', 'junior_faculty', 'mid_career', 'executive'])), name='stage_tier_known'), models.CheckConstraint(condition=models.Q(('pgy', None), ('pgy__range', (1, 12)), _connector='OR'), name='stage_pgy'), models.CheckConstraint(condition=models.Q(('fte', None), ('fte__range', (0, 1)), _connector='OR'), name='stage_fte')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
                ('kind', models.CharField(choices=[('follow_up', 'follow-up after the program'), ('research', 'use of de-identified data for research'), ('directory', 'introduction card shown to others')], max_length=20)),
                ('version', models.CharField(max_length=20)),
                ('given_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('person'), models.F('kind'), condition=models.Q(('withdrawn_at', None)), name='consent_one_open'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_dates')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('on', models.DateField()),
                ('ended', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('back_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='people.person')),
                ('role', models.CharField(choices=[('mentee', 'mentee'), ('mentor', 'mentor'), ('coordinator', 'coordinator'), ('director', 'director of the mentorship program'), ('residency_director', 'program director (PD)'), ('gme_officer', 'GME officer'), ('faculty_developer', 'faculty developer'), ('steering_viewer', 'steering committee viewer'), ('delegate', 'assistant'), ('auditor', 'auditor'), ('site_admin', 'site administrator')], max_length=20, verbose_name='role')),
                ('scope_id', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('person'), models.F('role'), condition=models.Q(('scope_id', None), ('to_on', None)), name='role_once'), models.UniqueConstraint(models.F('person'), models.F('role'), models.F('scope_id'), condition=models.Q(('to_on', None)), name='role_once_in_scope'), models.CheckConstraint(condition=models.Q(('role__in', ['mentee', 'mentor', 'coordinator', 'director', 'residency_director', 'gme_officer', 'faculty_developer', 'steering_viewer', 'delegate', 'auditor', 'site_admin'])), name='role_known'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='role_dates')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='RollOver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('on', models.DateField(verbose_name='from')),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('committed_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('way_back', models.JSONField(null=True)),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(models.F('institution'), condition=models.Q(('committed_at', None)), name='roll_over_one_open')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='RollOverItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('roll_over', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='people.rollover')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.careerstage')),
                ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.careerstage')),
                ('reason', models.CharField(blank=True, choices=[('finishes', 'finishes the training program'), ('just_begun', 'began less than four months before'), ('begins_later', 'begins on that day or later'), ('no_year', 'has no PGY'), ('length_unknown', 'length of the training program is not known')], max_length=20)),
                ('step', models.CharField(choices=[('advance', 'next year'), ('fellow', 'becomes a fellow'), ('faculty', 'joins the faculty'), ('leave', 'leaves'), ('stay', 'stays as is')], max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('roll_over', 'person'), name='roll_over_person_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='TrainingProgram',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('acgme_number', models.CharField(blank=True, max_length=10, validators=[django.core.validators.RegexValidator('^\\d{10}$', 'An ACGME program number has ten digits.')], verbose_name='ACGME number')),
                ('specialty', models.CharField(blank=True, max_length=120, verbose_name='specialty')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('years', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='last postgraduate year')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('name'), name='training_program_name_once'), models.UniqueConstraint(models.F('institution'), models.F('acgme_number'), condition=models.Q(('acgme_number', ''), _negated=True), name='training_program_number_once'), models.CheckConstraint(condition=models.Q(('acgme_number', ''), ('acgme_number__regex', '^[0-9]{10}$'), _connector='OR'), name='training_program_number_ten_digits'), models.CheckConstraint(condition=models.Q(('years', None), ('years__range', (1, 12)), _connector='OR'), name='training_program_years')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='TrainingProgramMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('training_program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.trainingprogram')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('kind', models.CharField(choices=[('resident', 'resident or fellow'), ('director', 'program director (PD)'), ('associate_director', 'associate director'), ('core_faculty', 'core faculty'), ('ccc_member', 'member of the Clinical Competency Committee'), ('chief_resident', 'chief resident')], max_length=20, verbose_name='as')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('training_program'), models.F('person'), models.F('kind'), condition=models.Q(('to_on', None)), name='training_member_once'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='training_member_dates')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='TrainingRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='training', to='people.person')),
                ('title', models.CharField(max_length=160, verbose_name='training')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='hours')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('done_on'), descending=True, nulls_last=True), 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours', None), ('hours__gt', 0), _connector='OR'), name='training_record_hours')],
                'indexes': [],
            },
        ),
    ]
