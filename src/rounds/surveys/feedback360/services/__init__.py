"""Every change of a round: plan, nominate, send, close, release."""
