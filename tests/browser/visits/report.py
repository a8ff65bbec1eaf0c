"""Homes of those who watch over programs, and the report of a program's year."""

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.access import system
    from rounds.core.models import User
    from rounds.people.services import create_person, grant_role

    by = system(world.institution.id)
    user = User.objects.create_user("gina@st-brigid.example")
    world.users["gina"] = user
    world.people["gina"] = create_person(
        by=by, title="Dr.", given_name="Gina", family_name="Moss", email=user.email, user=user
    )
    for role in ("gme_officer", "faculty_developer"):
        grant_role(person=world.people["gina"], role=role, by=by)


def pilot(world):
    return {"program_id": world.things["pilot"].id}


VISITS = [
    Visit("home", who="gina", state="of a GME officer", weight="dashboard"),
    Visit("home", who="nadia", state="of an auditor", weight="dashboard"),
    Visit("report:program", arguments=pilot),
]
NOT_PAGES = {"report:pdf": "answers with a file"}
