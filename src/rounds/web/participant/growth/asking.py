"""The question before something is kept that could name a patient. Nothing of it is kept."""

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.mentorships.conversations.values.patients import patient_words


def patient_question(request: Request, *texts: str) -> str:
    """Return what is asked before texts are saved, empty when nothing is or when the reader is sure."""
    words = patient_words("\n".join(texts))
    if not words or "patient" in request.POST.get("sure", "").split():
        return ""
    return _("Could this be about a patient: %(words)s? Please leave out what could name one.") % {
        "words": ", ".join(f"“{word}”" for word in words[:4])
    }
