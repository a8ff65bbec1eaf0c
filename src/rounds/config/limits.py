"""How often somebody may try to sign in, by account and by network address."""

# Thousands of a hospital share one network address: what is counted by it is wide, what is counted by account narrow
# (docs/adr/0010-sign-in-limits.md).
SIGN_IN_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "120/m/ip,20/15m/key",  # the key: network address and account
    "login_failed_account": "60/15m/key,200/d/key",
    "request_login_code": "600/m/ip,3/m/key,10/h/key",
    "code_tries": "10/15m/key,30/d/key",  # mailed codes that are looked at, by account
    "sign_in_link": "1/h/key",  # the owner's way in once strangers have used these up
    # counted apart, so that a stranger's tries never lock out the owner's own device
    "known_device": "10/m/key,20/15m/key",
    "confirm": "10/m/key,30/h/key",
    "invitation": "600/m/ip",  # a token can't be guessed, and a hospital opens its mail at once
    "organization": "600/m/ip",
    # a machine with a credential, by the credential; what comes without one, by where it comes from
    "machine": "120/m/key",
    "machine_refused": "60/m/ip",
}
