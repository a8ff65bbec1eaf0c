"""The office's pages that the recount does not come to, and why none of their figures goes uncounted."""

FORM, FILE = "asks for something, says no figure", "a file"
ONE = "of one person or emergency; says no figure"
# These hold no figure at all: a test looks whether that is so.
WITHOUT_FIGURES = {
    "access:detail": FORM,
    "access:mail": FORM,
    "evidence:correct": FORM,
    "evidence:decide": FORM,
    "evidence:claim_line": FORM,
    "evidence:basis": FORM,
    "framework:delete": FORM,
    "framework:edit": FORM,
    "framework:publish": FORM,
    "imports:include": FORM,
    "instruments:add": FORM,
    "instruments:delete": FORM,
    "instruments:answers": FILE,
    "instruments:codebook": FILE,
    "instruments:dictionary": FILE,
    "instruments:from_redcap": FORM,
    "instruments:new": FORM,
    "instruments:question": FORM,
    "instruments:remove": FORM,
    "imports:sheet": FORM,
    "matching:withdraw_exception": FORM,
    "people:discard_roll_over": FORM,
    "people:edit_training_program": FORM,
    "people:end_line": FORM,
    "people:end_member": FORM,
    "programs:new": FORM,
    "programs:phase": FORM,
    "programs:priority": FORM,
    "intake:done": ONE,
    "rounds360:change": FORM,
    "safeguards:detail": ONE,
    "safeguards:read": ONE,
    "evidence:figure_file": FILE,
    "evidence:report": FILE,
    "imports:people": FILE,
    "imports:rejected": FILE,
    "matching:export": FILE,
    "report:pdf": FILE,
}
# These do, and are counted elsewhere.
COUNTED_ELSEWHERE = {
    "evidence:check_history": "rows of a file: tests/integrations/histories compares them with what is written",
    "evidence:follow_up": "who was asked and who answered: tests/insights/test_following.py",
    "evidence:claim": "information and a look that stands: tests/insights/test_claims.py",
    "evidence:new_claim": "sizes of an article, unverified: tests/insights/test_claims.py",
    "evidence:program": "figures that stand: tests/insights, tests/web/test_evidence.py",
    "framework:detail": "topics of a map: tests/framework",
    "framework:tracks": "topics of a map: tests/framework",
    "imports:changes": "rows of a file: tests/integrations/test_imports.py compares them with what is written",
    "imports:check": "rows of a file: tests/integrations/test_imports.py compares them with what is written",
    "instruments:edit": "minutes and places of one draft: tests/surveys/instruments/test_authoring.py",
    "instruments:end_license": "people asked under a license: tests/surveys/instruments/test_licenses.py",
    "instruments:license": "people asked under a license: tests/surveys/instruments/test_licenses.py",
    "instruments:publish": "questions that differ: tests/surveys/instruments/test_comparing.py names each of them",
    "intake:check": "which topic of how many: tests/programs/test_intake_pages.py",
    "intake:resume": "leads on to a topic",
    "intake:topic": "which topic of how many: tests/programs/test_intake_pages.py",
    "matching:approval": "a run in review: tests/matching/test_directors.py",
    "people:commit_roll_over": "people of a plan: tests/web/test_people.py",
    "people:merge": "has a row in the table, for worlds with somebody twice",
    "people:roll_over": "people of a plan: tests/web/test_people.py",
    "people:training_program": "members of one program of training: tests/web/test_people.py",
    "surveys:answers": "what people answered, no figure but how many: tests/web/surveys/test_named.py",
    "surveys:comments": "words that people wrote, no figure: tests/web/surveys/test_comments.py",
    "sent:detail": "one letter as it was written: its figures are those of the letter",
    "rotations:check": "lines of a file: tests/integrations/schedules compares them with what is written",
}
# The walk comes to these, and their figures are counted in tests of their own.
VISITED_ONLY = {
    "instruments:compare": "questions that differ: tests/surveys/instruments/test_comparing.py names each of them"
}
UNVISITED = WITHOUT_FIGURES | COUNTED_ELSEWHERE
