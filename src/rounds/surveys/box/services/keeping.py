"""What is due of boxes, worked off again and again in small steps that may each be repeated."""

from collections.abc import Callable
from functools import partial

import structlog

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.surveys.box.selectors import is_due, subject_of, waves_without_box
from rounds.surveys.box.services.losing import lose_box
from rounds.surveys.box.services.opening import open_box
from rounds.surveys.box.services.releasing import destroy_box, release_box, sweep_keys
from rounds.surveys.enums import BoxState
from rounds.surveys.models import Box

log = structlog.get_logger()


def keep_boxes(*, by: Viewer) -> None:
    """Open what is to be asked, release what has closed, destroy what was released; one that fails holds up no other."""
    for wave, kind in waves_without_box(day=institution_today()):
        subject_id = subject_of(wave)
        _safely(partial(open_box, wave=wave, by=by, kind=kind, subject_id=subject_id), "open")
    for box in Box.objects.filter(state__in=[BoxState.OPEN, BoxState.RELEASED]).select_related("wave"):
        if box.state == BoxState.RELEASED:
            _safely(partial(destroy_box, box_id=box.id, by=by), "destroy")
        elif is_due(box, day=institution_today()):
            _safely(partial(release_box, box_id=box.id, by=by), "release")
        else:
            _safely(partial(lose_box, box_id=box.id, by=by), "lose")
    _safely(sweep_keys, "sweep")


def _safely(act: Callable[[], object], name: str) -> None:
    try:
        act()
    except Exception as error:
        # no locals: they hold what was answered
        log.error("box_failed", act=name, error=type(error).__name__)
