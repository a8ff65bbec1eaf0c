"""The invented institutions of the demo: nobody in them exists. The same seed makes the same people."""

from rounds.demo.loading import load_demo
from rounds.demo.signing_in import DEMO_PASSWORD, SignIn, list_sign_ins

__all__ = ["DEMO_PASSWORD", "SignIn", "list_sign_ins", "load_demo"]
