"""Every change of outcomes and figures."""
