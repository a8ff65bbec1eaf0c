"""Forms of connections."""

from tests.worlds.year_surveys.connections import PLATFORM


def connection_posts(_world, Post):
    typed = {**PLATFORM, "deployments": "1, 2", "keys_url": "https://learn.example/other-keys"}
    admin, chief = {"who": "site_admin"}, {"who": "chief"}
    return {
        "connections:new": Post({"name": "Canvas", "kind": "lti"}, **admin),
        "connections:rename": Post({"name": "Another name"}, "connection to confirm", **admin),
        "connections:delete": Post(thing="connection of no platform yet", **admin),
        "connections:reads": Post({"scopes": ["connections"]}, "monitoring to confirm", **admin),
        "connections:end_credential": Post(thing="credential", **chief),
        "connections:settings": Post(typed, "connection that is on", **admin),
        # an address of the inside: nothing is asked, and that is noted
        "connections:try": Post(thing="connection inside", **admin),
        "connections:confirm": Post(thing="connection to confirm", **chief),
        "connections:pause": Post(thing="connection that is on", **chief),
        "connections:unlink": Post(thing="identity of cleo", **chief),
        "connections:resume": Post(thing="paused connection", **chief),
    }
