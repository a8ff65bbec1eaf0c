"""What imports don't show: keys point down the ladder, and leave no way back up."""

from django.apps import apps
from django.apps import apps as apps_of_the_product
from django.db import models
from django.db.models import ForeignKey
from django.test.utils import isolate_apps

# From the top; a key may point to the same rung or to one below it.
LADDER = [
    "web",
    "integrations",
    "rollout",
    "insights",
    "development",
    "matching",
    "mentorships",
    "programs",
    "surveys",
    "accounts",
    ("people", "framework"),
    "core",
]
RUNG = {
    name: level
    for level, names in enumerate(LADDER)
    for name in ([names] if isinstance(names, str) else names)
}


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("rounds.")]


def broken_keys(models, rung=RUNG):
    """Return the keys that point up or sideways, or that name a way back from another domain."""
    broken = []
    for model in models:
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey) or field.model is not model:
                continue
            mine, theirs = model._meta.app_label, field.related_model._meta.app_label
            if mine == theirs or theirs not in rung:
                continue
            if rung[theirs] <= rung[mine]:
                broken.append(f"{model.__name__}.{field.name} points up or sideways to {theirs}")
            if not field.remote_field.hidden:
                broken.append(f'{model.__name__}.{field.name} needs related_name="+"')
    return broken


def test_keys_point_down_the_ladder():
    assert broken_keys(our_models()) == []


def test_a_key_that_points_up_is_found():
    upside_down = {name: -level for name, level in RUNG.items()}

    assert broken_keys(our_models(), upside_down)


@isolate_apps("rounds.core")
def test_a_key_that_points_up_or_leaves_a_way_back_is_found():
    class Upward(models.Model):
        person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "core"

    class Downward(models.Model):
        user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="everything")

        class Meta:
            app_label = "people"

    Upward._meta.get_field("person").remote_field.model = apps_of_the_product.get_model("people", "Person")
    Downward._meta.get_field("user").remote_field.model = apps_of_the_product.get_model("core", "User")

    assert broken_keys([Upward]) == ["Upward.person points up or sideways to people"]
    assert broken_keys([Downward]) == ['Downward.user needs related_name="+"']
