"""Published codes of milestones by specialty and version: titles alone, in words of our own, no level texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Canonical themes, whatever a specialty calls them.
THEMES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "ics.patient": _("Communication with patients and families"),
        "ics.team": _("Communication in the team and between professions"),
        "ics.system": _("Communication within health care systems"),
        "sbp.safety": _("Patient safety"),
        "sbp.qi": _("Quality improvement"),
        "sbp.navigation": _("Finding one's way in the system"),
        "sbp.role": _("The physician's role in health care systems"),
        "pbli.evidence": _("Practice informed by evidence"),
        "pbli.reflect": _("Reflection and commitment to growth"),
        "prof.behavior": _("Professional behavior"),
        "prof.ethics": _("Ethical principles"),
        "prof.account": _("Accountability"),
        "prof.wellbeing": _("Well-being and seeking help"),
    }
)


@dataclass(frozen=True)
class CodeSet:
    """The codes of one specialty in one version, by theme. A code alone means nothing: numbers differ by specialty."""

    specialty: str
    version: str
    codes: Mapping[str, str]


CODE_SETS: Final = (
    CodeSet(
        "internal medicine",
        "2.0",
        MappingProxyType(
            {
                "ics.patient": "ICS1",
                "ics.team": "ICS2",
                "ics.system": "ICS3",
                "sbp.safety": "SBP1",
                "sbp.qi": "SBP1",
                "sbp.navigation": "SBP2",
                "sbp.role": "SBP3",
                "pbli.evidence": "PBLI1",
                "pbli.reflect": "PBLI2",
                "prof.behavior": "PROF1",
                "prof.ethics": "PROF2",
                "prof.account": "PROF3",
                "prof.wellbeing": "PROF4",
            }
        ),
    ),
    CodeSet(
        "otolaryngology",
        "2.0",
        MappingProxyType(
            {
                "ics.patient": "ICS1",
                "ics.team": "ICS2",
                "ics.system": "ICS3",
                "sbp.safety": "SBP1",
                "sbp.qi": "SBP1",
                "sbp.navigation": "SBP2",
                "sbp.role": "SBP3",
                "pbli.evidence": "PBLI1",
                "pbli.reflect": "PBLI2",
                "prof.behavior": "PROF1",
                "prof.ethics": "PROF1",
                "prof.account": "PROF2",
                "prof.wellbeing": "PROF3",
            }
        ),
    ),
)
# What the local milestone is near to; it is never reported as one of these.
NEAR_TO: Final = ("ics.team", "ics.system")


def code_set_for(specialty: str, version: str = "2.0") -> CodeSet | None:
    """Return the codes of a specialty by name; None where none are known, and themes then stand alone."""
    wanted = " ".join(specialty.casefold().split())
    return next((one for one in CODE_SETS if (one.specialty, one.version) == (wanted, version)), None)


def near_words(specialty: str) -> list[str]:
    """Return what the local milestone is near to, with the codes of a specialty where they are known."""
    codes = code_set_for(specialty)
    return [f"{codes.codes[key]}: {THEMES[key]}" if codes else str(THEMES[key]) for key in NEAR_TO]
