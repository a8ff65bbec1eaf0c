"""Dossiers: the list, picking, how it reads, names, and what a code opens."""

from dataclasses import replace

from tests.browser.visits import Visit


def prepare_last(world):
    from rounds.core.access import system
    from rounds.rollout.models import NameRelease
    from rounds.rollout.services.dossiers import freeze_dossier, make_code, save_choice
    from rounds.rollout.values.dossier import Choice

    bob = world.people["bob"]
    by = replace(system(world.institution.id), person_id=bob.id, name=bob.full_name)
    choice = Choice(("years", "mentees", "hours", "training"), "I lead by asking.")
    frozen = save_choice(kind="promotion", choice=choice, by=by)
    frozen = freeze_dossier(dossier=frozen, institution=world.institution, by=by)
    draft = save_choice(kind="annual", choice=choice, by=by)
    code = make_code(dossier=frozen, by=by)
    NameRelease.objects.create(mentor=bob, mentee=world.people["cleo"])
    world.things |= {"dossier": frozen, "draft dossier": draft, "dossier code": code}


def dossier(name):
    return lambda world: {"dossier_id": world.things[name].id}


def mentee_of_bob(world):
    """Return somebody whom Bob mentors, or has."""
    from rounds.rollout.selectors.dossiers.naming import mentored_by

    return {"mentored_id": mentored_by(world.people["bob"].id)[0].id}


BOB = {"who": "bob", "weight": "participant"}
VISITS = [
    Visit("dossier:mine", **BOB),
    Visit("dossier:write", arguments={"dossier_kind": "promotion"}, **BOB),
    Visit("dossier:write", arguments={"dossier_kind": "annual"}, state="a review", **BOB),
    Visit("dossier:read", arguments=dossier("dossier"), **BOB),
    Visit("dossier:read", arguments=dossier("draft dossier"), state="not frozen", **BOB),
    Visit("dossier:names", **BOB),
    Visit("dossier:names", who="cleo", state="asked", weight="participant"),
    Visit("dossier:ask", arguments=mentee_of_bob, **BOB),
    Visit(
        "dossier:end_code",
        arguments=lambda world: {"dossier_code_id": world.things["dossier code"].id},
        **BOB,
    ),
    Visit("dossier_enter", who=None, weight="participant"),
]
NOT_PAGES = {
    "dossier:answer": "takes a POST and leads on",
    "dossier:give": "takes a POST and leads on",
    "dossier:take": "a file",
    "dossier_fetched": "shows a dossier to whom a code let in, nothing to others: tests/rollout/test_dossiers.py",
    "dossier_fetched_file": "a file",
}
