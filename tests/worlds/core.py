"""Mail and jobs."""

from __future__ import annotations

from uuid import uuid4

from rounds.core.database.scope import scope
from rounds.core.models import JobProgress, OutgoingMail
from tests.world import World


def add(world: World) -> None:
    for name in ("alice", "dan"):
        actor = world.actors[name]
        founder = {"chief"} if name == "alice" else set()
        with scope(actor.institution.id):
            mail = OutgoingMail.objects.create(
                key=name,
                kind="test",
                to_address="a@b.example",
                subject=world.word("OutgoingMail.subject", name, may=founder),
                body=world.word("OutgoingMail.body", name, may=founder),
                batch_id=uuid4(),
                by_user_id=actor.user.id,
            )
            job = JobProgress.objects.create(
                title="Match",
                by_user_id=actor.user.id,
                by_name=name,
                message=world.word("JobProgress.message", may={name}),
            )
        world.add_thing(f"mail of {name}", owners={name}, at=actor.institution, mail_id=mail.id)
        world.add_thing(f"batch of {name}", owners={name}, at=actor.institution, batch_id=mail.batch_id)
        world.add_thing(f"job of {name}", owners={name}, at=actor.institution, job_id=job.id)
