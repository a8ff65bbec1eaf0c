"""Every change of logins and of access, by noun."""
