"""Dossiers: one of Bob's that is frozen, with a code, and a draft; he asks Cleo whether it may name her; one elsewhere."""

from __future__ import annotations

from dataclasses import replace

from rounds.core.access import system
from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    for at, name in ((world.here, "bob"), (world.elsewhere, "dan")):
        with scope(at.id):
            _add(world, at, name)
            world.add_thing(f"annual review of {name}", at=at, dossier_kind="annual")
    with scope(world.here.id):
        _ask(world)
        world.add_thing("form of a file", dossier_form="pdf")


def _add(world: World, at, name: str) -> None:
    from rounds.rollout.services.dossiers import freeze_dossier, make_code, save_choice
    from rounds.rollout.values.dossier import Choice

    actor = world.actors[name]
    by = replace(system(at.id), user_id=actor.user.id, person_id=actor.person.id, name=actor.person.full_name)
    words = world.word("Dossier.sealed words", name) if name == "bob" else "I lead by asking."
    choice = Choice(("mentees", "hours"), words)
    frozen = save_choice(kind="promotion", choice=choice, by=by)
    frozen = freeze_dossier(dossier=frozen, institution=at, by=by)
    code = make_code(dossier=frozen, by=by)
    draft = save_choice(kind="annual", choice=choice, by=by)
    own = {"at": at, "owners": {name}}
    world.add_thing(f"dossier of {name}", **own, dossier_id=frozen.id)
    world.add_thing(f"draft of {name}", **own, dossier_id=draft.id)
    world.add_thing(f"file of {name}", **own, dossier_id=frozen.id, dossier_form="pdf")
    world.add_thing(f"code of {name}", **own, dossier_code_id=code.id)


def _ask(world: World) -> None:
    from rounds.rollout.models import NameRelease

    bob, cleo = world.actors["bob"].person, world.actors["cleo"].person
    row = NameRelease.objects.create(mentor=bob, mentee=cleo)
    world.add_thing("name of cleo for bob", owners={"cleo"}, name_release_id=row.id)
    # whoever mentors her or has mentored her, on a panel too, may ask her
    mentors = {"bob", "former_mentor", "panelist"}
    world.add_thing("mentee of bob", owners=mentors, mentored_id=cleo.id)
