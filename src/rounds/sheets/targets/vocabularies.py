"""The closed words of leadership: tiers, domains, styles, ways to meet, milestones, with their synonyms."""

from __future__ import annotations

from typing import Final

from rounds.sheets.targets.target import Choice

# A list names areas without a number; these stand for "named": much of 3, solid of 5. Whoever it is about sees and corrects it.
LISTED_GAP: Final = 2
LISTED_EXPERTISE: Final = 3

TIERS = (
    Choice(
        "resident",
        "Resident",
        ("resident physician", "house officer", "house staff", "resident trainee"),
        ("trainee", "intern", "chief resident"),
    ),
    Choice(
        "fellow",
        "Fellow",
        ("clinical fellow", "fellowship", "subspecialty fellow"),
        ("advanced trainee", "research fellow"),
    ),
    Choice(
        "junior_faculty",
        "Junior faculty",
        ("early career faculty", "early career", "junior attending", "junior"),
        ("assistant professor", "instructor", "new attending", "attending"),
    ),
    Choice(
        "mid_career",
        "Mid-career faculty",
        ("mid career", "midcareer", "midcareer faculty", "mid level faculty"),
        (
            *("associate professor", "division chief", "section chief", "senior attending"),
            "professor",
        ),
    ),
    Choice(
        "executive",
        "Executive",
        ("executive leader", "physician executive", "c suite", "senior executive"),
        ("chief medical officer", "cmo", "ceo", "dean", "chair", "vice president"),
    ),
)

DOMAINS = (
    Choice(
        "SELF",
        "Self-leadership",
        (
            *("self leadership", "self", "self awareness", "self management", "resilience"),
            *("emotional intelligence", "wellbeing", "work life balance", "time management"),
        ),
    ),
    Choice(
        "ETH",
        "Ethics and integrity",
        (
            *("ethics", "ethic", "integrity", "ethical decisions", "ethical leadership"),
            "professionalism",
        ),
    ),
    Choice(
        "TEAM",
        "Team communication",
        (
            *("team communication", "communication", "team building", "teamwork"),
            *("team leadership", "conflict resolution", "conflict management", "managing conflict"),
            *("negotiation", "running meetings"),
        ),
    ),
    Choice(
        "DEV",
        "Developing others",
        (
            *("developing others", "teaching", "mentoring", "mentoring others", "coaching others"),
            *("giving feedback", "feedback", "education", "medical education"),
            "people development",
        ),
    ),
    Choice(
        "IMP",
        "Improvement and projects",
        (
            *("improvement and projects", "quality improvement", "qi", "qi project"),
            *("qi and projects", "qi projects", "quality", "project management", "patient safety"),
            *("process improvement", "improvement", "lean", "quality and safety"),
        ),
    ),
    Choice(
        "STR",
        "Strategy and change",
        (
            *("strategy and change", "strategy", "strategic planning", "change management"),
            *("leading change", "innovation", "strategic thinking", "vision"),
        ),
    ),
    Choice(
        "FIN",
        "Resources and finance",
        (
            *("resources and finance", "finance", "financial", "financial management", "budget"),
            *("budgeting", "budget management", "business", "business case", "healthcare finance"),
            *("resource management", "operations and finance"),
        ),
    ),
    Choice(
        "POL",
        "Policy, system and governance",
        (
            *("policy system and governance", "policy", "health policy", "governance", "advocacy"),
            *("policy and advocacy", "government relations", "health system", "policy advocacy"),
        ),
    ),
)

STYLES = (
    Choice("coaching", "Coaching", ("coach", "coaching style", "developmental"), ("supportive",)),
    Choice(
        "democratic", "Democratic", ("participative", "collaborative", "democratic style", "participatory")
    ),
    Choice(
        "affiliative", "Affiliative", ("affiliative style", "relationship focused"), ("servant", "supportive")
    ),
    Choice(
        "visionary",
        "Visionary",
        ("authoritative visionary", "transformational", "visionary style", "inspirational"),
    ),
    Choice("pacesetting", "Pacesetting", ("pace setting", "pacesetter", "pacesetting style")),
    Choice(
        "directive",
        "Directive",
        ("commanding", "directive style", "coercive"),
        ("autocratic", "transactional"),
    ),
)

MODALITIES = (
    Choice(
        "in_person",
        "In person",
        ("in person", "inperson", "face to face", "f2f", "on site", "onsite", "in office"),
    ),
    Choice(
        "video",
        "Video",
        (
            *("video", "virtual", "zoom", "teams", "online", "webex", "video call", "remote"),
            "virtually",
        ),
    ),
    Choice("phone", "Phone", ("phone", "telephone", "phone call", "call", "by phone")),
    # a key with + means several at once
    Choice(
        "in_person+video",
        "In person or video",
        ("either", "both", "any", "hybrid", "no preference", "mixed", "flexible"),
    ),
)

MILESTONES = (
    Choice(
        "committee",
        "Committee",
        (
            *("committee chair", "committee member", "chaired a committee", "committee"),
            *("chaired committee", "committee leadership"),
        ),
    ),
    Choice(
        "budget",
        "Budget",
        (
            *("budget", "budget owner", "managed a budget", "budget responsibility"),
            *("budget over 1m", "budget 1m", "budget under 1m", "p and l", "budget management"),
        ),
    ),
    Choice(
        "accreditation",
        "Accreditation",
        (
            *("accreditation", "accreditation lead", "led accreditation", "joint commission"),
            *("accreditation visit", "acgme site visit"),
        ),
    ),
    Choice(
        "board",
        "Board",
        (
            *("board", "board member", "board of directors", "hospital board", "board seat"),
            "trustee",
        ),
    ),
)
