"""Which rows are somebody's: what is about them and what they may read, nothing that others keep to themselves."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rounds.core import models as core
from rounds.core.audit.log import list_events_about
from rounds.integrations.models import CalendarFeed
from rounds.mentorships import models as together
from rounds.mentorships.groups import selectors as groups
from rounds.people import models as people
from rounds.programs import models as programs
from rounds.web.development import kept as learning
from rounds.web.dossiers import kept as files
from rounds.web.evidence import own as lives
from rounds.web.participant.records import own_sources as sources
from rounds.web.participant.records.own_labels import PLANNED
from rounds.web.participant.records.own_sources import Part, in_pairs, rows_of

PARTS: tuple[Part, ...] = (
    Part("person", _("Who you are"), rows_of(people.Person, "id")),
    Part("career_stages", _("Career stages"), rows_of(people.CareerStage, "person_id"), "from_on"),
    Part("training_programs", _("Training programs"), rows_of(people.TrainingProgramMember, "person_id")),
    Part("authority", _("Who has authority over you"), rows_of(people.AuthorityLine, "subject_id")),
    Part(
        "authority_held",
        _("Whom you have authority over"),
        rows_of(people.AuthorityLine, "over_id"),
        only=("subject", "kind", "from_on", "to_on"),
    ),
    Part("roles", _("Roles"), rows_of(people.RoleAssignment, "person_id"), only=("role", "from_on", "to_on")),
    Part("program_roles", _("Roles in programs"), rows_of(programs.ProgramRole, "person_id")),
    Part("consents", _("Consents"), rows_of(people.Consent, "person_id")),
    Part(
        "mentor_training",
        _("Mentor training"),
        rows_of(people.TrainingRecord, "person_id"),
        only=("title", "hours", "done_on"),
    ),
    Part(
        "training_sessions",
        _("Sessions of mentor training"),
        learning.own_sessions,
        "session",
        learning.SESSION,
    ),
    Part("coaching", _("Coaching"), learning.own_coaching, "asked_at", learning.COACHING),
    Part("shown", _("What everybody may read"), learning.own_shown, "agreed_at", learning.SHOWN),
    Part("certificates", _("Certificates"), learning.own_certificates, "honor", learning.CERTIFICATE),
    *files.DOSSIER_PARTS,
    Part("nominations", _("Whom you nominated"), learning.own_nominations, "nominee", learning.NOMINATION),
    Part("juries", _("Juries"), learning.own_juries, "round", learning.JURY),
    Part("seats", _("Experiences that you asked for"), learning.own_seats, "offering", learning.SEAT),
    Part("rehearsals", _("Rehearsals"), learning.own_rehearsals, "planned_at"),
    Part("outcomes", _("Outcomes"), lives.own_outcomes, "from_on", only=lives.OUTCOME),
    Part("words_on_outcomes", _("What you said of outcomes"), lives.own_words, "on", only=lives.SAID),
    Part("sightings", _("When you were seen here"), lives.own_sightings, "on", only=("on", "source")),
    Part("left_out", _("Being left out of outcomes"), lives.own_leaving, "asked_on", only=lives.LEAVING),
    Part("follow_up", _("Yearly pages"), lives.own_follow_ups, "year", only=lives.YEARLY),
    Part("talks_offered", _("Talks of mentoring"), lives.own_talks, "asked_at", only=lives.TALK),
    Part("said_together", _("What mentees say together"), lives.own_estimates, "as_of", only=lives.SAID_OF),
    Part("rotations", _("Rotations"), rows_of(programs.Rotation, "person_id")),
    Part("days_away", _("Days away"), rows_of(people.Leave, "person_id")),
    Part(
        "leavings", _("Leaving and coming back"), rows_of(people.Leaving, "person_id"), only=("on", "back_on")
    ),
    Part("enrollments", _("Places in programs"), rows_of(programs.Enrollment, "person_id"), "cohort"),
    Part(
        "intake",
        _("Intake answers"),
        lambda viewer: programs.Intake.objects.filter(enrollment__person_id=viewer.own_id).exclude(
            submitted_at=None
        ),
        "submitted_at",
    ),
    Part(
        "baselines",
        _("Answers before the first pair"),
        rows_of(programs.Baseline, "enrollment__person_id"),
        "enrollment",
    ),
    Part(
        "cards",
        _("Introduction cards"),
        rows_of(programs.IntroductionCard, "enrollment__person_id"),
        "enrollment",
    ),
    Part("wishes", _("Whom you wish for"), rows_of(programs.Wish, "enrollment__person_id")),
    Part(
        "exclusions",
        _("Whom you must not be paired with"),
        rows_of(programs.Exclusion, "enrollment__person_id"),
    ),
    Part(
        "pairs",
        _("Pairs"),
        lambda viewer: together.Mentorship.objects.filter(id__in=sources.pairs_of(viewer)),
        only=("mentee", "mentor", "purpose", "state", "opened_on", "ended_on", "planned_end_on"),
    ),
    Part("pauses", _("Days that did not count"), in_pairs(together.Pause)),
    Part("usual_terms", _("Your usual terms"), rows_of(together.StandingTerms, "enrollment__person_id")),
    Part(
        "agreements",
        _("Agreements"),
        in_pairs(together.AgreementVersion),
        "proposed_at",
        only=("proposed_at", "mentorship", "proposed_by", "sealed"),
    ),
    Part("signatures", _("Signatures"), in_pairs(together.Signature, "version__mentorship_id")),
    Part(
        "conversations",
        _("Conversations"),
        in_pairs(together.Conversation, taken_back_at=None),
        only=(
            "mentorship",
            "held_on",
            "starts_at",
            "minutes",
            "mode",
            "state",
            "logged_by",
            "by_office",
            "disputed_by",
        ),
    ),
    Part(
        "conversations_corrected",
        _("What conversations said before they were corrected"),
        in_pairs(together.ConversationCorrection, "conversation__mentorship_id"),
        "corrected_at",
        only=("conversation", "corrected_at", "corrected_by", "was_held_on", "was_minutes", "was_mode"),
    ),
    Part(
        "proposed_times",
        _("Times that were proposed"),
        in_pairs(together.ProposedTimes),
        only=(
            "mentorship",
            "proposed_by",
            "proposed_at",
            "times",
            "minutes",
            "mode",
            "repeats",
            "until",
            "state",
        ),
    ),
    Part("notes", _("Notes that you may read"), sources.notes_read_by, "written_at"),
    Part("agreed", _("What was agreed for next time"), sources.agreed_with, "agreed_at"),
    Part("goals", _("Goals"), rows_of(together.Goal, "mentee_id"), "opened_at"),
    Part(
        "goal_words",
        _("Words of goals"),
        lambda viewer: together.GoalWords.objects.filter(
            goal__mentee_id=viewer.own_id, number=F("goal__version")
        ),
        "written_at",
    ),
    Part("goal_turns", _("When goals were closed"), rows_of(together.GoalTurn, "goal__mentee_id")),
    Part(
        "goal_steps",
        _("Steps that are done"),
        rows_of(together.GoalMark, "goal__mentee_id"),
        only=("goal", "step", "done_on", "marked_by"),
    ),
    Part(
        "goal_evidence",
        _("Evidence of goals"),
        rows_of(together.GoalEvidence, "goal__mentee_id", taken_away_at=None),
        "on",
    ),
    Part("goals_talked_of", _("Goals talked about"), rows_of(together.GoalTouch, "goal__mentee_id")),
    Part("goals_shown", _("To whom goals are shown"), rows_of(together.GoalReader, "goal__mentee_id")),
    Part("ratings", _("Ratings"), sources.ratings_of, "rated_on"),
    Part("ratings_asked", _("Ratings asked for"), in_pairs(together.RatingAsk), "asked_at"),
    Part(
        "ratings_shown",
        _("To whom your ratings are shown"),
        rows_of(together.ProgressShare, "mentorship__mentee_id"),
    ),
    Part("debriefs", _("Debriefs"), sources.debriefs_of, "at"),
    Part("asks", _("Questions between conversations"), in_pairs(together.Ask), "asked_at"),
    Part("feedback", _("Open feedback"), in_pairs(together.OpenFeedback)),
    Part("doors", _("Doors that were opened"), in_pairs(together.SponsorshipAct), "on"),
    Part("groups", _("Groups"), groups.groups_known_to, only=("name", "mentor", "opened_at", "ended_at")),
    Part("in_groups", _("When you were in a group"), rows_of(together.GroupMember, "person_id"), "joined_at"),
    Part(
        "group_meetings", _("Planned sessions of groups"), groups.meetings_read_by, "starts_at", only=PLANNED
    ),
    Part(
        "group_sign_ins", _("When you signed in"), rows_of(together.GroupSignIn, "person_id"), "signed_in_at"
    ),
    Part("group_sessions", _("Sessions of groups"), groups.sessions_read_by, "held_on"),
    Part("group_attendance", _("Sessions at which you were"), groups.attendance_of),
    Part("group_notes", _("Notes about sessions that you may read"), groups.notes_read_by, "written_at"),
    Part(
        "changes",
        _("Changes you asked for"),
        rows_of(together.ChangeRequest, "asked_by_id"),
        only=sources.CHANGE,
    ),
    Part("answers", _("What you answered about your pairs"), rows_of(together.Answer, "person_id")),
    Part("surveys", _("Surveys that asked you"), sources.asked_in, "wave", only=sources.ASKED),
    Part(
        "survey_answers",
        _("What you answered in surveys"),
        sources.answered,
        "request",
        only=sources.ANSWERED,
    ),
    Part("survey_years", _("How much surveys ask of you"), sources.years_of, "year", only=sources.YEAR),
    Part("calls", _("Wishes to be called"), sources.calls_of, "asked_on", only=sources.CALL),
    Part("rounds_of_feedback", _("Rounds of feedback about you"), sources.rounds_about, only=sources.ROUND),
    Part("raters", _("Raters of those rounds"), sources.proposed_raters, only=("group", "person")),
    Part("reports", _("Reports of the milestone"), in_pairs(together.MilestoneReport), "written_at"),
    Part(
        "report_answers",
        _("Answers to reports"),
        in_pairs(together.MilestoneFeedback, "report__mentorship_id"),
        "given_at",
    ),
    Part(
        "releases",
        _("What you released"),
        rows_of(together.Release, "person_id"),
        "released_at",
        only=("released_at", "training_program", "kind", "milestone", "done_on"),
    ),
    Part("lost_time", _("Lost time"), rows_of(together.LostTime, "enrollment__person_id")),
    Part(
        "assistants",
        _("Who keeps whose calendar"),
        sources.times_kept,
        only=("person", "address", "named_at", "ended_at"),
    ),
    Part("calendar", _("Calendar address"), rows_of(CalendarFeed, "person_id"), only=("made_at",)),
    Part(
        "unsaved",
        _("Typed and not saved"),
        lambda viewer: core.Draft.objects.filter(owner_id=viewer.user_id),
        "saved_at",
        only=("saved_at", "sealed"),
    ),
    Part("mail_choices", _("How you are written to"), rows_of(core.MailChoice, "person_id")),
    Part(
        "reminders",
        _("Reminders"),
        lambda viewer: together.Telling.objects.filter(person_id=viewer.own_id, is_dropped=False),
        only=("on", "due"),
    ),
    Part(
        "messages",
        _("Messages to you"),
        lambda viewer: core.OutgoingMail.objects.filter(to_person_id=viewer.own_id).exclude(sent_at=None),
        only=("sent_at", "subject"),
    ),
    Part(
        "emergencies",
        _("What was opened in an emergency"),
        in_pairs(together.BreakGlass, told_at__isnull=False),
        "decided_at",
        only=("mentorship", "kind", "asked_by", "decided_by", "decided_at", "open_until", "told_at"),
    ),
    Part(
        "opened",
        _("Who opened what you wrote"),
        rows_of(core.Opening, "owner_person_id"),
        only=("on", "reader_person_id", "kind"),
    ),
    Part(
        "done_with_it",
        _("What others did with your record"),
        list_events_about,
        only=("at", "by_name", "action"),
    ),
)
