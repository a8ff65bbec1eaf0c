"""The words of the three modes: above the first question, one tap away on each page, and nowhere written a second time."""

from django.utils.translation import gettext as _


def named_promise(*, readers: str, when: str) -> str:
    """Return what is promised where answers stand with a name."""
    return _(
        "With your name. %(readers)s read your answers from %(when)s on. So could whoever runs the server and holds its"
        " key; a court could ask."
    ) % {"readers": readers, "when": when}


def pooled_promise(*, purpose: str, k: int, with_comments: bool = True) -> str:
    """Return what is promised where answers are kept with a name and shown with those of others alone."""
    kept = _(
        "Confidential. Your answers are kept with your name so that %(purpose)s. Pages show them only with those of at"
        " least %(k)s people; no page shows yours to anyone else."
    ) % {"purpose": purpose, "k": k}
    comments = _(
        "Comments appear in mixed order, once somebody outside the program's office has read them: they may put them in"
        " other words or hold them back."
    )
    server = _("Whoever runs the server and holds its key could read them; a court could ask.")
    return " ".join([kept, comments, server] if with_comments else [kept, server])


def anonymous_promise(*, n: int, k: int, date: str, days: int, with_comments: bool = True) -> str:
    """Return what is promised where ballots are sealed in a box whose key is destroyed."""
    said = _(
        "Anonymous. You are one of %(n)s who are asked. We note the day you answer, so that we can say how many have;"
        " reminders go to everybody who is asked, so that no mail tells who has answered. Your answers are locked as you"
        " send them; on %(date)s all are opened together and mixed, and %(days)s days later the key is destroyed. Fewer"
        " than %(k)s answers: all are deleted unread. After that nobody can tell who wrote what, not even whoever runs the"
        " server, unless it was tampered with or copied before then."
    ) % {"n": n, "k": k, "date": date, "days": days}
    return f"{said} {_('In comments your style can still give you away.')}" if with_comments else said


def with_purpose(said: str, *, purpose: str) -> str:
    """Return a promise that says nothing of a purpose, after the sentence that does."""
    return f"{_('This is asked so that %(purpose)s.') % {'purpose': purpose}} {said}" if purpose else said


def late_promise(*, closed: str, others: int) -> str:
    """Return what is said, before the promise, to who answers an anonymous wave after it has closed."""
    return _(
        "This survey closed on %(closed)s. What you send now is late: it is locked in a box of its own, with that of the"
        " %(others)s who had not answered by then."
    ) % {"closed": closed, "others": others}
