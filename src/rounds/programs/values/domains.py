"""The eight areas of leadership as intake asks for them: key, words, what it looks like."""

from typing import Final

from django.utils.translation import gettext_lazy as _

DOMAIN_WORDS: Final = {
    "FIN": (_("Resources and finance"), _("Reads a budget, builds a business case")),
    "TEAM": (_("Team communication"), _("Leads a team through conflict to an agreement")),
    "STR": (_("Strategy and change"), _("Wins support for a plan")),
    "IMP": (_("Improvement and projects"), _("Owns a project with results")),
    "DEV": (_("Developing others"), _("Teaches, gives feedback, sponsors")),
    "POL": (_("Policy and governance"), _("Changes an outcome in a committee")),
    "SELF": (_("Leading yourself"), _("Asks for feedback, sets limits")),
    "ETH": (_("Ethics and integrity"), _("Raises a concern through the right channel")),
}
