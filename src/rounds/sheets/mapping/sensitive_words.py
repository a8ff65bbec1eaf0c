"""The words of headings by which columns stay out, and those that say that a heading is about work."""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


# reason -> what a heading says only of the person, whatever else it holds
ALWAYS: Final = {
    "birth": _any(
        r"dob|birth ?dates?|birth ?days?|bdays?|dates? of birth|birth (?:dt|year|month|place)|(?:year|"
        r"place|month) of birth|yob|born|place born|how old (?:are|is)\b.*"
    ),
    "identity": _any(
        r"pronouns?|ethnic\w*|race ethnicity|racial|hispanic|latin[oaxe]|religio(?:n|"
        r"us affiliation)s?|sexual (?:orientation|identity|preference)|sexuality|lgbt\w*|transgender|"
        r"gender identity|genderqueer|first gen(?:eration)?(?: college)?(?: student)?|green card|h ?1b|name of (?:my |your )?(?:partner|spouse|wife|husband)|wedding (?:date|day)|national(?:ity| origin)|citizen\w*|immigra\w*|visa (?:status|type)|marital|"
        r"married|spouses?|partners? name|identify (?:as|with)|identities|underrepresented|urim|urm|"
        r"protected characteristics?|union member\w*|caste|parental status|(?:maiden|birth|former|"
        r"dead) ?names?|(?:are|do|would) you .*\b(?:wom[ae]n|m[ae]n|male|female|non ?binary|trans\w*|"
        r"gay|lesbian|bisexual|queer|heterosexual|black|white|asian|hispanic|latin\w*|native|"
        r"indigenous|muslim|jewish|christian|hindu|catholic|disabled|veteran|pregnant|married|"
        r"religious|immigrant|person of color|first generation)"
    ),
    "health": _any(
        r"mrn|insurance (?:number|no|id|policy)|do you have (?:a |any )?(?:disabilit|health|medical|condition|allerg|diet).*|"
        r"accomm?odations?(?: needed| required)?|blood (?:type|group)|bmi|bp (?:systolic|diastolic)|"
        r"next of kin\w*|given birth|num children|interpreter needed|vaccin\w* (?:status|date|record)|"
        r"immunization records?"
    ),
    "government": _any(
        r"ssn|ss|sssn|social (?:security|sec)|soc(?:ial)? sec(?:urity)?|social insurance|"
        r"national insurance|national id\w*|passport\w*|drivers? licen[sc]e|dl number|license plate|"
        r"tax(?:payer)? id\w*|taxpayer|itin|dea(?: number)?|medicare\w*|medicaid\w*|bank(?: account|"
        r" name| routing)?|routing number|iban|account number|salary|pay (?:grade|rate)|wages?|"
        r"credit card|annual income|income|base pay|criminal (?:record|history|conviction)s?|background check"
    ),
    "secret": _any(
        r"pass ?words?|passwd|pwd|^pw$|api (?:key|token)|access (?:key|token)|pass ?codes?|pass ?phrase|pin|pin (?:code|number)|secret|"
        r"security (?:question|answer|code)|login credentials?"
    ),
    "home": _any(
        r"home (?:address|addr\w*|street|city|zip|phone|postal|state|email|tel\w*|number)|"
        r"residential address|street address|mailing address|postal address|permanent address|"
        r"personal (?:address|phone|cell|mobile|email|e mail)|zip|zip code|postal code|postcode|"
        r"emergency (?:contact|phone)\w*|ec phone|address line \d|address \d|apartment|apt"
    ),
}
# reason -> words that speak of the person or of the work: the whole heading decides
MAYBE: Final = {
    "birth": _any(r"birth|age|ages|age (?:group|range|bracket)|years old"),
    "identity": _any(
        r"gender|sex|race|mf|fm|identity|visa|trib(?:e|al)|indigenous|minority|veterans?|political|"
        r"religious|faith|characteristics?|children|kids|caregivers?|(?:wom[ae]n|m[ae]n|male|female|"
        r"non ?binary|trans\w*|gay|lesbian|bisexual|queer|heterosexual)"
    ),
    "health": _any(
        r"disabilit\w*|disabled|health (?:condition|status|issue|concern|problem|history|information|"
        r"need)s?|medical (?:condition|history|record|leave|information|status|need|issue)s?|"
        r"diagnos(?:is|es|ed)|allerg\w*|diet\w*|vaccin\w*|immuni[sz]\w*|covid|pregnan\w*|medications?|"
        r"meds|mental health|illness|(?:chronic|any|known|your|my|have) diseases?$|^diseases?$|hiv\w*|"
        r"std|sti|height|weight|health"
    ),
    "government": _any(r"compensation|tin"),
    "home": _any(r"street"),
}
# what somebody does or where: a heading that ends with one of these, or has one behind the word, is about work
WORK: Final = (
    r"divisions?|departments?|dept|clinics?|centers?|centres?|hospitals?|units?|services?|"
    r"specialt(?:y|ies)|subspecialt(?:y|ies)|sections?|programs?|tracks?|fellowships?|"
    r"residenc(?:y|ies)|certifications?|certified|treated|seen|patients?|populations?|research|"
    r"care|medicine|radiology|immunology|oncology|surgery|pathology|pediatrics|psychiatry|"
    r"expertise|skills?|experience|interests?|committees?|projects?|teams?|offices?|equity|policy|"
    r"leadership|education|teaching|practice|stud(?:y|ies)|labs?|imaging|management|counseling|"
    r"informatics|systems?|literacy|promotion|economics|law|administration|sciences?|schools?|"
    r"topics?|served|groups? treated|topic|rounds|advocacy|justice|disparities|affairs"
)
FREE_TEXT: Final = _any(
    r"biograph\w*|bio|about (?:me|you|yourself)|tell us about yourself|personal statement|"
    r"short bio"
)
