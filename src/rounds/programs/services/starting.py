"""A new program: from a template, or set up as another one is."""

from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.retrying import retried
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.people.models import Person
from rounds.programs.models import MailText, PlanItem, Program, ProgramRole
from rounds.programs.services.programs import CHANGEABLE, open_cycle
from rounds.programs.services.recording import record_program
from rounds.programs.values.templates import TEMPLATES, ProgramTemplate

# What a program takes over from the one that it is set up like, beside its plan and its texts of mail.
TAKEN_OVER = (
    *(name for name in CHANGEABLE if name not in ("name", "is_simple")),
    "template",
    "phases",
)


@retried
def create_program(
    *,
    by: Viewer,
    name: str,
    template: str,
    starts_on: date,
    coordinator: Person | None = None,
    like: Program | None = None,
    phases: list[dict[str, Any]] | None = None,
    **changes: Any,
) -> Program:
    """Make a program from a template, or `like` another one, with its first cycle open and one cohort.

    `phases` and `changes` replace the template's defaults. Whoever makes it coordinates it, unless somebody else is named.
    """
    name = name.strip()
    if Program.objects.filter(name__iexact=name).exists():
        raise DomainError(
            _("There is a program “%(name)s” already. Choose another name.") % {"name": name}, field="name"
        )
    program = Program(name=name, slug=_free_slug(name))
    begun = _from_program(like) if like else _from_template(TEMPLATES[template])
    for field, value in begun.items():
        setattr(program, field, value)
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise ValueError(f"{field} is not a setting of a program")
        setattr(program, field, value)
    if phases is not None:
        program.phases = phases
    program.save()
    if like is None:
        _plan_of_template(program, TEMPLATES[template])
    else:
        _take_over(program, like)
    coordinator_id = coordinator.id if coordinator else by.person_id
    if coordinator_id is not None:
        ProgramRole.objects.create(
            program=program, person_id=coordinator_id, role=Role.COORDINATOR, from_on=institution_today()
        )
    record_program("programs.program.created", by=by, program=program, name=name, template=program.template)
    open_cycle(by=by, program=program, starts_on=starts_on)
    return program


def _from_template(start: ProgramTemplate) -> dict[str, Any]:
    return {
        "template": start.key,
        "months": start.months,
        "checkins_per_year": start.checkins_per_year,
        "weight_preset": start.weight_preset,
        "mentee_tiers": list(start.mentee_tiers),
        "mentor_tiers": list(start.mentor_tiers),
        "needs_second_person": start.needs_second_person,
        "phases": [one.to_json() for one in start.phases],
    }


def _from_program(like: Program) -> dict[str, Any]:
    """Return the settings of a program; who mentors in its first phase, where it is in a later one."""
    taken = {field: getattr(like, field) for field in TAKEN_OVER}
    first = like.phase(1)
    if first is not None and first.mentor_tiers:
        taken["mentor_tiers"] = list(first.mentor_tiers)
    return taken


def _plan_of_template(program: Program, start: ProgramTemplate) -> None:
    for one in start.plan:
        PlanItem.objects.create(
            program=program,
            rule=one.rule,
            phase=one.phase,
            is_on=one.is_on,
            due=one.due,
            reminders=list(one.reminders),
            office_from=one.office_from,
        )


def _take_over(program: Program, like: Program) -> None:
    """Give a program the plan and the texts of another one."""
    for item in like.plan.all():
        PlanItem.objects.create(
            program=program,
            **{
                name: getattr(item, name)
                for name in ("rule", "phase", "is_on", "due", "reminders", "office_from")
            },
        )
    for text in like.mail_texts.all():
        MailText.objects.create(program=program, kind=text.kind, subject=text.subject, body=text.body)


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "program"
    taken = set(Program.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )
