"""What one rater is promised, above the first question and in the mail."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.surveys.box.services.losing import AGAIN_DAYS
from rounds.surveys.campaigns.selectors import promise_of
from rounds.surveys.campaigns.values.promises import named_promise
from rounds.surveys.enums import FEEDBACK360, Mode, RaterGroup
from rounds.surveys.feedback360.values.promises import (
    extension_promise,
    group_promise,
    group_words,
    sole_promise,
)
from rounds.surveys.models import Request, Round360


def promise_to(request: Request) -> str:
    """Return what is promised to one person who is asked: the words of the mode, and in a round of feedback what it adds."""
    wave = request.wave
    if wave.campaign.audience != FEEDBACK360:
        return promise_of(wave)
    found = Round360.objects.select_related("subject", "debriefer").get(campaign_id=wave.campaign_id)
    name, debriefer = found.subject.display_name, found.debriefer.display_name
    if wave.mode == Mode.NAMED:
        is_self = request.person_id == found.subject_id
        readers = _("%(one)s and %(other)s") % {"one": _("You") if is_self else name, "other": debriefer}
        when = _("the debrief after %(day)s") % {"day": date_format(wave.closes_on, "j M Y")}
        alone = _("person who rates yourself") if is_self else _("supervisor")
        said = [
            named_promise(readers=readers, when=when),
            sole_promise(group=alone, name=name, debriefer=debriefer),
        ]
        return " ".join(said)
    group = group_words(RaterGroup(request.cuts["group"]))
    said = [promise_of(wave), group_promise(name=name, group=group, k=wave.k)]
    if found.extended_on is None:
        said.append(extension_promise(days=AGAIN_DAYS, k=wave.k))
    return " ".join(said)
