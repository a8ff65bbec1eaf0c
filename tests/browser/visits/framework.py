"""The competency map."""

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.access import system
    from rounds.framework import services

    by = system(world.institution.id)
    first = services.install_first_version(by=by)
    draft = services.copy_version(version=first, by=by, reason="Our own words for budgets")
    world.things.update(framework=first, framework_draft=draft)


def published(world):
    return {"version_id": world.things["framework"].id}


def draft(world):
    return {"version_id": world.things["framework_draft"].id}


VISITS = [
    Visit("framework:current", weight="dashboard"),
    Visit("framework:current", who="cleo", weight="participant"),
    Visit("framework:detail", arguments=published, state="published", weight="dashboard"),
    Visit("framework:detail", arguments=draft, state="draft", weight="dashboard"),
    Visit("framework:edit", arguments=draft),
    Visit("framework:tracks", arguments=draft),
    Visit("framework:publish", arguments=draft),
    Visit("framework:delete", arguments=draft),
]
NOT_PAGES = {
    "framework:copy": "takes a POST and leads to the draft",
}
