"""Every change of people's records, by noun."""

from rounds.people.services.consents import (
    give_consent,
    record_training,
    take_back_training,
    withdraw_consent,
)
from rounds.people.services.leaving import record_leaving
from rounds.people.services.lines import end_authority_line, record_authority_line
from rounds.people.services.merging import merge_people, say_two_people, take_back_two_people
from rounds.people.services.merging_places import merge_places, undo_place_merge
from rounds.people.services.people import (
    clean_fields,
    confirm_personal_address,
    create_person,
    update_person,
)
from rounds.people.services.returning import bring_back, plan_return, take_back_leaving
from rounds.people.services.roles import end_role, grant_role
from rounds.people.services.rollover import (
    choose_for_roll_over,
    commit_roll_over,
    discard_roll_over,
    plan_roll_over,
    undo_roll_over,
)
from rounds.people.services.stages import (
    STAGE_FIELDS,
    correct_stage,
    record_stage,
    stage_before,
    take_back_stage,
)
from rounds.people.services.structure import (
    add_training_member,
    end_roles_of_former_directors,
    end_training_member,
    remove_place,
    save_department,
    save_site,
    save_training_program,
)

__all__ = [
    "STAGE_FIELDS",
    "add_training_member",
    "bring_back",
    "choose_for_roll_over",
    "clean_fields",
    "commit_roll_over",
    "confirm_personal_address",
    "correct_stage",
    "create_person",
    "discard_roll_over",
    "end_authority_line",
    "end_role",
    "end_roles_of_former_directors",
    "end_training_member",
    "give_consent",
    "grant_role",
    "merge_people",
    "merge_places",
    "plan_return",
    "plan_roll_over",
    "record_authority_line",
    "record_leaving",
    "record_stage",
    "record_training",
    "remove_place",
    "save_department",
    "save_site",
    "save_training_program",
    "say_two_people",
    "stage_before",
    "take_back_leaving",
    "take_back_stage",
    "take_back_training",
    "take_back_two_people",
    "undo_place_merge",
    "undo_roll_over",
    "update_person",
    "withdraw_consent",
]
