"""Pages of sign-in and of one's own account."""

from tests.browser.visits import Visit


def prepare(world):
    from rounds.accounts.services.access_changes import request_address_change
    from rounds.core.access import viewer_for

    alice = viewer_for(world.institution.id, world.users["alice"].id)
    world.things["change"] = request_address_change(
        person=world.people["erin"], new_address="erin@home.example", by=alice
    )


def change_of_erin(world):
    return {"change_id": world.things["change"].id}


VISITS = [
    Visit("account_request_login_code", who=None, weight="participant"),
    Visit("account_login", who=None, weight="participant"),
    Visit("account_logout", who="cleo", weight="participant"),
    Visit("account_inactive", who=None, weight="participant", status=403),
    Visit("account", who="cleo", weight="participant"),
    Visit("account_confirm", who="cleo", weight="participant"),
    Visit("account_password", who="alice"),
    Visit("account_address", who="cleo", weight="participant"),
    Visit("mfa_activate_totp", who="alice"),
    Visit("account_invitation", who=None, weight="participant", status=404),
    Visit("account_sign_in_link", who=None, weight="participant", status=404),
    Visit("access:list"),
    Visit("access:invite_all"),
    Visit("access:mail"),
    Visit("access:send_invitations", query="?show=new", state="people to invite and people who can't be"),
    Visit("access:ask_role"),
    Visit("access:ask_role", query="?find=bo", state="somebody found"),
    Visit("access:ask_address"),
    Visit("access:detail", who="erin", arguments=change_of_erin, weight="participant"),
]
NOT_PAGES = {
    "account_prove_address": "the second step: tests/browser/test_organization.py",
    "openid_connect_login": "needs an organization: tests/browser/test_organization.py",
    "openid_connect_callback": "needs an organization: tests/browser/test_organization.py",
    "account_organization": "needs an organization: tests/browser/test_organization.py",
    "account_confirm_login_code": "the second step of sign-in: tests/browser/test_sign_in.py",
    "mfa_authenticate": "the last step of sign-in: tests/browser/test_sign_in.py",
    "mfa_deactivate_totp": "needs a second factor: tests/browser/test_sign_in.py",
    "account_recovery_codes": "needs a second factor: tests/browser/test_sign_in.py",
    "account_open_invitation": "leads on to account_invitation",
    "account_open_sign_in_link": "leads on to account_sign_in_link",
    "account_end_session": "takes a POST and leads back",
    "account_forget_device": "takes a POST and leads back",
}
