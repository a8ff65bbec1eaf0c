"""Whoever directs a training program keeps what they see: from now on the role is given apart from the fact."""

from django.db import migrations


def give_roles(apps, schema_editor):
    member, role = (apps.get_model("people", name) for name in ("TrainingProgramMember", "RoleAssignment"))
    directing = member.objects.filter(to_on=None, kind__in=("director", "associate_director"))
    for one in directing.iterator():
        fields = {"institution_id": one.institution_id, "person_id": one.person_id, "role": "residency_director",
                  "scope_id": one.training_program_id, "to_on": None}  # fmt: skip
        if not role.objects.filter(**fields).exists():
            role.objects.create(**fields, from_on=one.from_on)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_training_day_not_known")]

    operations = [migrations.RunPython(give_roles, migrations.RunPython.noop)]
