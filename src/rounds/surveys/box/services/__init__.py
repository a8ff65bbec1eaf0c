"""What is done with a box: it is opened, ballots are sealed, all are released together, the key is destroyed."""

from rounds.surveys.box.services.keeping import keep_boxes
from rounds.surveys.box.services.losing import lose_box
from rounds.surveys.box.services.opening import open_box
from rounds.surveys.box.services.releasing import destroy_box, release_box, sweep_keys
from rounds.surveys.box.services.sending import drop_draft, keep_draft, seal_answers

__all__ = [
    "destroy_box",
    "drop_draft",
    "keep_boxes",
    "keep_draft",
    "lose_box",
    "open_box",
    "release_box",
    "seal_answers",
    "sweep_keys",
]
