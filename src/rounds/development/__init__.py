"""How mentors learn and are honored: training and its sessions, certificates by rule, experiences, coaching.

A training that somebody attended is a record of people, the same that an import or the office writes; what "trained"
means stands there once. Nothing here is read where a mentor is judged.
"""
