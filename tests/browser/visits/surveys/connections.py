"""Connections, as who enters and as who confirms them reads them."""

from tests.browser.visits import Visit
from tests.worlds.year_surveys.connections import (
    TOKEN,
    a_connection,
    a_course,
    a_credential,
    a_learner,
    a_monitor,
)


def prepare(world):
    from rounds.core.clock import now
    from rounds.core.database.scope import scope
    from rounds.integrations.models import ConnectionRun

    with scope(world.institution.id):
        admin, alice = (world.people[name] for name in ("sam", "alice"))
        world.things["connection"] = on = a_connection(
            "Learn", "on", admin, confirmed_by=alice, confirmed_at=now(), last_success_at=now()
        )
        ConnectionRun.objects.create(connection=on, what="try", is_good=True, sentence="It answers.")
        ConnectionRun.objects.create(connection=on, what="try", is_good=False, sentence="It was slow.")
        a_course(on)
        world.things["identity"] = a_learner(on, world.people["cleo"])
        world.things["new connection"] = a_connection("Canvas", "trying", admin)
        world.things["monitoring"] = monitor = a_monitor(
            "Zabbix", "on", admin, confirmed_by=alice, confirmed_at=now()
        )
        world.things["credential"] = a_credential(monitor, admin, TOKEN)
        a_credential(monitor, admin, "over", slot=2, ended_at=now())


def _id(which):
    return lambda world: {"connection_id": world.things[which].id}


def _monitor(world):
    return {"monitor_id": world.things["monitoring"].id}


SAM = {"who": "sam"}
VISITS = [
    Visit("connections:list", **SAM),
    Visit("connections:new", **SAM),
    Visit("connections:detail", arguments=_id("connection"), state="on", **SAM),
    Visit("connections:detail", arguments=_id("new connection"), state="to confirm"),
    Visit("connections:detail", arguments=_id("monitoring"), state="monitoring", **SAM),
    Visit("connections:reads", arguments=_monitor, **SAM),
    Visit("connections:credential", arguments=_monitor, **SAM),
    Visit(
        "connections:end_credential",
        arguments=lambda world: {"credential_id": world.things["credential"].id},
        **SAM,
    ),
    Visit("connections:rename", arguments=_id("new connection"), **SAM),
    Visit("connections:place", arguments=_id("connection")),
    Visit("connections:unlink", arguments=lambda world: {"identity_id": world.things["identity"].id}, **SAM),
    Visit("connections:settings", arguments=_id("connection"), **SAM),
]
NOT_PAGES = {
    **{
        f"connections:{name}": "takes a POST and leads back"
        for name in ("try", "confirm", "pause", "resume", "roster", "registration")
    },
    "connections:for_it": "a file",
    "connections:delete": "the question of people:discard_roll_over in other words",
    "api_connections": "facts for a machine",
    # tests/integrations/lti opens them after a launch
    **{
        f"lti_{name}": "is open after a launch that a platform has signed"
        for name in ("login", "launch", "open", "tasks", "task", "join", "prove")
    },
    "lti_keys": "keys for a machine",
    "lti_register": "is open to who has the address that was made for a platform",
}
