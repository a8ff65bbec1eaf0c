"""What was done about evidence, in words, as after a name: claims, help for mentors, what is learned."""

from django.utils.translation import gettext_lazy

EVIDENCE_DEEDS = {
    "claim.amended": gettext_lazy("wrote a dated line on a claim card"),
    "claim.basis": gettext_lazy("recorded who approved a comparison with staff outside programs"),
    "claim.locked": gettext_lazy("locked a claim card"),
    "claim.looked": gettext_lazy("looked at a claim card, once"),
    "claim.thrown_away": gettext_lazy("threw a claim card away that was not locked"),
    "claim.written": gettext_lazy("wrote a claim card"),
    "follow_up.answered": gettext_lazy("answered the yearly page of the follow-up"),
    "help.answered": gettext_lazy("answered the offer of a talk about mentoring"),
    "help.asked": gettext_lazy("asked a faculty developer to be contacted"),
    "help.offered": gettext_lazy("offered a mentor a talk"),
    "help.taken_back": gettext_lazy("took back the offer of a talk"),
    "help.talked": gettext_lazy("noted that a talk with a mentor took place"),
    "help.unasked": gettext_lazy("took back the wish to be contacted"),
    "signal.answered": gettext_lazy("answered what mentees say together of them"),
    "signal.kept": gettext_lazy("worked out what mentees say together of mentors"),
    "weights.adopted": gettext_lazy("adopted proposed weights for matching"),
    "weights.declined": gettext_lazy("declined proposed weights for matching"),
    "weights.proposed": gettext_lazy("worked out other weights for matching, to be answered"),
    "weights.reopened": gettext_lazy("let declined weights for matching wait again"),
}
