from django.urls import path

from rounds.web.account.changes import inviting, mail
from rounds.web.account.changes import views as access

app_name = "access"
urlpatterns = [
    path("access/", access.list_changes, name="list"),
    path("access/role/", access.ask_role, name="ask_role"),
    path("access/address/", access.ask_address, name="ask_address"),
    path("access/mail/", mail.mail, name="mail"),
    path("access/invite/", inviting.list_page, name="invite_all"),
    path("access/invite/send/", inviting.send, name="send_invitations"),
    path("access/<uuid:change_id>/", access.decide, name="detail"),
]
