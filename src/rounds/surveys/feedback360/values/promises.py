"""What raters are promised beside the words of the mode; nowhere written a second time."""

from django.utils.translation import gettext as _

from rounds.surveys.enums import NominationState, RaterGroup


def group_promise(*, name: str, group: str, k: int) -> str:
    """Return what is promised to one of several raters."""
    return _(
        "%(name)s sees what %(group)s say together if at least %(k)s of them answer, else with other groups."
    ) % {"name": name, "group": group, "k": k}


def sole_promise(*, group: str, name: str, debriefer: str) -> str:
    """Return what somebody is told whose answers can only be theirs: oneself, a sole supervisor."""
    return _("You are the only %(group)s: %(name)s and %(debriefer)s will know these answers are yours.") % {
        "group": group,
        "name": name,
        "debriefer": debriefer,
    }


def extension_promise(*, days: int, k: int) -> str:
    """Return what is said beforehand of a round that too few have answered."""
    return _("If fewer than %(k)s people have answered by then, it stays open %(days)s days more, once.") % {
        "days": days,
        "k": k,
    }


def group_words(group: str) -> str:
    """Return a group as a sentence names it."""
    return {
        RaterGroup.SUPERVISOR: _("supervisors"),
        RaterGroup.PEERS: _("peers"),
        RaterGroup.LEARNERS: _("learners and direct reports"),
        RaterGroup.OTHERS: _("other professions"),
        RaterGroup.OUTSIDE: _("people outside"),
    }[RaterGroup(group)]


def decided_words(state: str) -> str:
    """Return what was decided about somebody before a round is sent: nobody was asked anything yet."""
    return _("to be asked") if state == NominationState.APPROVED else str(NominationState(state).label)


def merged_words(group: str) -> str:
    """Return groups that count together as a sentence names them."""
    return _(" and ").join(group_words(one) for one in group.split(" + "))
