"""The framework that Rounds brings along, in its own words; every cell can be edited in a copy.

Columns of INDICATORS: resident, fellow, junior faculty, mid-career, executive. FOCUS marks what a tier
is mostly about.
"""

TIERS = ("resident", "fellow", "junior_faculty", "mid_career", "executive")

DOMAINS = {
    "SELF": ("Self", "Knows oneself, asks for feedback, lasts"),
    "ETH": ("Ethics and integrity", "Does the right thing when it costs something"),
    "TEAM": ("Team communication", "Leads a team through conflict to an agreement"),
    "DEV": ("Developing others", "Teaches, gives feedback, opens doors"),
    "IMP": ("Improvement and projects", "Owns a project with results"),
    "STR": ("Strategy and change", "Wins support for a plan"),
    "FIN": ("Resources and finance", "Reads a budget, builds a business case"),
    "POL": ("Policy, system and governance", "Knows who decides, changes an outcome"),
}

INDICATORS = {
    "SELF": (
        "Names what sets them off, asks for feedback every week, and owns an error the same day",
        "Keeps a written plan with two leadership goals and shows how far each has come",
        "Sets limits, protects time to recover, and asks for help where others can see it",
        "After a 360 picks one habit to change, and others confirm that it changed",
        "Discloses conflicts of interest, invites dissent before deciding, and hands over well",
    ),
    "ETH": (
        "Takes an ethical concern to the right place",
        "Weighs competing duties aloud with the team",
        "Handles a colleague's lapse fairly",
        "Writes rules that hold when they are inconvenient",
        "Answers to the board and the public for a hard choice",
    ),
    "TEAM": (
        "Runs a round or a handover in which every voice is heard, and closes the loop",
        "Leads across professions without formal authority",
        "Leads a multidisciplinary team through conflict to an agreement",
        "Brings departments with different interests into line",
        "Sets the tone of the organization and speaks for it in a crisis",
    ),
    "DEV": (
        "Teaches a junior colleague one skill and checks that it took",
        "Coaches a resident's project",
        "Mentors learners and gives feedback in writing",
        "Grows mentors, and puts someone forward for a visible role",
        "Plans succession and measures who gets onto the ladder",
    ),
    "IMP": (
        "Adds one measured change to an improvement project",
        "Runs a project: charter, timeline, risks",
        "Owns a department's initiative and shows results after six months",
        "Spreads what works to other units",
        "Decides what the system stops doing",
    ),
    "STR": (
        "Explains why the service works the way it does",
        "Lays out the options for a service problem and what each leads to",
        "Wins support for a plan to change something",
        "Sets a three-year direction with measures",
        "Leads a transformation across sites",
    ),
    "FIN": (
        "Knows what the things they order cost",
        "Reads a budget line and a staffing schedule",
        "Builds a business case",
        "Owns a budget and explains a variance",
        "Allocates capital by the mission",
    ),
    "POL": (
        "Describes who decides what, safety reporting included",
        "Prepares a brief for a committee",
        "Sits on a committee and changes an outcome",
        "Speaks for a policy and improves a pathway across units",
        "Works with region, payors and legislators, and serves a board",
    ),
}

FOCUS = {
    "resident": ("SELF", "TEAM", "ETH"),
    "fellow": ("STR", "IMP", "TEAM"),
    "junior_faculty": ("TEAM", "DEV", "IMP"),
    "mid_career": ("FIN", "POL"),
    "executive": ("STR", "POL"),
}

TRACKS = {
    "clinical": (
        "Clinical",
        ("Resident", "Fellow", "Junior faculty", "Mid-career faculty", "Executive"),
        {
            "SELF": ["Written development plan", "Debrief after a rotation"],
            "ETH": ["Ethics consult taken part in", "Case discussed at conference"],
            "TEAM": ["Handover or rounds observed", "Conflict brought to an agreement"],
            "DEV": ["Teaching session with feedback", "Mentee's project finished"],
            "IMP": ["Improvement project with a measured change"],
            "STR": ["Service plan presented to the department"],
            "FIN": ["Budget review led", "Business case approved"],
            "POL": ["Committee seat", "Policy brief"],
        },
    ),
    "nursing_allied": (
        "Nursing and allied health",
        (
            "Staff",
            "Senior staff or charge role",
            "Unit lead or educator",
            "Manager or director",
            "Chief nurse or executive",
        ),
        {
            "SELF": ["Written development plan", "Peer feedback sought and used"],
            "ETH": ["Concern raised and followed up"],
            "TEAM": ["Huddle or shift handover led", "Interprofessional rounds led"],
            "DEV": ["Preceptor record", "Staff member put forward"],
            "IMP": ["Unit measure improved"],
            "STR": ["Staffing model or unit plan presented"],
            "FIN": ["Unit budget or supply review"],
            "POL": ["Shared governance council seat", "Practice guideline written"],
        },
    ),
    "administration": (
        "Administration",
        ("Analyst or trainee", "Specialist", "Manager", "Director", "Executive"),
        {
            "SELF": ["Written development plan"],
            "ETH": ["Conflict of interest handled"],
            "TEAM": ["Cross-department meeting led to a decision"],
            "DEV": ["Staff development plan kept", "Colleague put forward"],
            "IMP": ["Process redesigned with before and after"],
            "STR": ["Service line plan", "Personnel plan"],
            "FIN": ["Budget owned", "Variance explained"],
            "POL": ["Board paper", "Regulatory response"],
        },
    ),
    "research": (
        "Research",
        (
            "Trainee",
            "Postdoctoral fellow",
            "Early investigator",
            "Established investigator",
            "Research executive",
        ),
        {
            "SELF": ["Written development plan"],
            "ETH": ["Protocol or data-integrity question resolved"],
            "TEAM": ["Team science project led"],
            "DEV": ["Trainee's paper or award"],
            "IMP": ["Study run to time and target"],
            "STR": ["Research program plan"],
            "FIN": ["Grant budget managed", "Grant won"],
            "POL": ["Review panel or study section", "Institutional board seat"],
        },
    ),
}

CROSSWALKS = {
    "SELF": ("pbli.reflect", "prof.wellbeing"),
    "ETH": ("prof.behavior", "prof.ethics", "prof.account"),
    "TEAM": ("ics.team", "ics.system"),
    "DEV": ("pbli.reflect",),
    "IMP": ("sbp.qi", "sbp.safety"),
    "STR": ("sbp.role",),
    "FIN": ("sbp.role",),
    "POL": ("sbp.role", "sbp.population"),
}

# Canonical themes with short titles of our own.
THEMES = {
    "ics.patient": "Communication with patients and families",
    "ics.team": "Communication in and between teams",
    "ics.system": "Communication within the health care system",
    "sbp.safety": "Patient safety",
    "sbp.qi": "Quality improvement",
    "sbp.navigation": "System navigation",
    "sbp.population": "Population and community health",
    "sbp.role": "The physician's role in the system",
    "pbli.evidence": "Evidence-based practice",
    "pbli.reflect": "Reflective practice and growth",
    "prof.behavior": "Professional behavior",
    "prof.ethics": "Ethical principles",
    "prof.account": "Accountability",
    "prof.wellbeing": "Well-being and self-awareness",
}

_COMMON = {
    "ICS1": ("ics.patient",),
    "ICS2": ("ics.team",),
    "ICS3": ("ics.system",),
    "PBLI1": ("pbli.evidence",),
    "PBLI2": ("pbli.reflect",),
}
# (specialty, version) -> code -> themes. The same code means different things in different specialties.
MILESTONE_CODES = {
    ("Internal medicine", "2.0"): {
        **_COMMON,
        "SBP1": ("sbp.safety", "sbp.qi"),
        "SBP2": ("sbp.navigation", "sbp.population"),
        "SBP3": ("sbp.role",),
        "PROF1": ("prof.behavior",),
        "PROF2": ("prof.ethics",),
        "PROF3": ("prof.account",),
        "PROF4": ("prof.wellbeing",),
    },
    ("Otolaryngology", "2.0"): {
        **_COMMON,
        "SBP1": ("sbp.safety", "sbp.qi"),
        "SBP2": ("sbp.navigation", "sbp.population"),
        "SBP3": ("sbp.role",),
        "PROF1": ("prof.behavior", "prof.ethics"),
        "PROF2": ("prof.account",),
        "PROF3": ("prof.wellbeing",),
    },
}
# A milestone of ours, for the institution's own use: never reported as an ACGME one.
LOCAL_MILESTONES = {"Leadership communication": ("ics.team", "ics.system")}
