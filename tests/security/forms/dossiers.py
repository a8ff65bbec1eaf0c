"""What is sent to the pages of dossiers."""


def dossier_posts(world, Post):
    return {
        "dossier:write": Post(
            {"parts": ["mentees"], "words": "I lead by asking."}, "annual review of bob", "bob"
        ),
        "dossier:read": Post(thing="draft of bob", who="bob"),
        "dossier:give": Post(thing="dossier of bob", who="bob", before=no_code),
        "dossier:end_code": Post(thing="code of bob", who="bob"),
        "dossier:ask": Post(thing="mentee of bob", who="bob", before=nobody_asked),
        "dossier:answer": Post({"go": "yes"}, "name of cleo for bob", "cleo"),
    }


def no_code(world, actor, client):
    from rounds.rollout.models import DossierCode

    DossierCode.objects.all().delete()


def nobody_asked(world, actor, client):
    from rounds.rollout.models import NameRelease

    NameRelease.objects.all().delete()
