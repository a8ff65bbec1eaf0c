"""How people come to a login, and changes of access that take two people.

An invitation is used once, by the owner of its address; a sign-in address or a role that reads others' records changes
when somebody other than who asked has confirmed it.
"""
