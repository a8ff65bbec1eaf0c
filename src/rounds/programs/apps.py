from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "rounds.programs"
    label = "programs"

    def ready(self) -> None:
        from rounds.accounts.enums import Switch
        from rounds.accounts.services.access_changes import add_role_giver
        from rounds.accounts.services.switches import add_switcher
        from rounds.core.access import add_grant_source
        from rounds.core.mail import add_quiet_days
        from rounds.people.services.merge_steps import add_merge_step
        from rounds.people.services.returning import add_ending_role
        from rounds.programs.models import Enrollment, ProgramRole, Rotation
        from rounds.programs.selectors import held_roles
        from rounds.programs.selectors.audiences import add_audiences_of_programs
        from rounds.programs.selectors.rotations import nights_of
        from rounds.programs.services import give_asked_role
        from rounds.programs.services.merging import merge_enrollments
        from rounds.programs.services.programs import let_one_approve

        add_audiences_of_programs()
        add_grant_source(held_roles)
        add_quiet_days(nights_of)
        add_switcher(Switch.ALONE, let_one_approve)
        add_role_giver(give_asked_role)
        add_ending_role(ProgramRole, once=("program_id", "person_id", "role"))
        add_merge_step(merge_enrollments, counts=(ProgramRole, Enrollment, Rotation))
