"""Addresses of sign-in and one's own account, outside any institution. The names are those that allauth asks for."""

from django.urls import path

from rounds.web.account.organization import views as organization
from rounds.web.account.own import address as own_address
from rounds.web.account.own import second_factor
from rounds.web.account.own import views as own
from rounds.web.account.sign_in import confirm, invitations, owner_link, views

urlpatterns = [
    path("sign-in/", views.request_code, name="account_request_login_code"),
    path("sign-in/code/", views.confirm_code, name="account_confirm_login_code"),
    path("sign-in/password/", views.password_sign_in, name="account_login"),
    path("sign-in/link/", owner_link.sign_in, name="account_sign_in_link"),
    path("sign-in/link/<str:token>/", owner_link.open_link, name="account_open_sign_in_link"),
    path("sign-in/second-factor/", views.second_factor, name="mfa_authenticate"),
    path("sign-in/with/<slug:provider_id>/", organization.sign_in, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/callback/", organization.callback, name="openid_connect_callback"),
    path("accounts/with/<slug:provider_id>/", organization.connection, name="account_organization"),
    path("accounts/inactive/", views.inactive, name="account_inactive"),
    path("accounts/sign-out/", views.sign_out, name="account_logout"),
    path("accounts/invitation/", invitations.invitation, name="account_invitation"),
    path("accounts/invitation/<str:token>/", invitations.open_invitation, name="account_open_invitation"),
    path("accounts/confirm/", confirm.confirm, name="account_confirm"),
    path("accounts/", own.overview, name="account"),
    path("accounts/sessions/<int:session_id>/end/", own.end_session, name="account_end_session"),
    path("accounts/devices/<uuid:device_id>/forget/", own.forget_device, name="account_forget_device"),
    path("accounts/address/", own_address.change, name="account_address"),
    path("accounts/address/code/", own_address.prove, name="account_prove_address"),
    path("accounts/password/", own.password, name="account_password"),
    path("accounts/second-factor/", second_factor.activate, name="mfa_activate_totp"),
    path("accounts/second-factor/remove/", second_factor.deactivate, name="mfa_deactivate_totp"),
    path("accounts/second-factor/codes/", second_factor.recovery_codes, name="account_recovery_codes"),
]
