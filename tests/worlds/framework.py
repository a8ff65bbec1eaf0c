"""A published version, which everybody may read, and a draft, which is the program office's."""

from tests.world import World


def add(world: World) -> None:
    from rounds.core.access import system
    from rounds.core.database.scope import scope
    from rounds.framework import services

    for institution in (world.here, world.elsewhere):
        with scope(institution.id):
            by = system(institution.id)
            version = services.install_first_version(by=by)
            draft = services.copy_version(version=version, by=by, reason="")
            readers = {actor.name for actor in world.actors.values() if actor.institution == institution}
            world.add_thing("published version", owners=readers, at=institution, version_id=version.id)
            world.add_thing("draft version", at=institution, version_id=draft.id)
