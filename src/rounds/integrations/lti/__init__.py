"""LTI 1.3 Advantage, own code on PyJWT: people answer in the learning platform where they already are."""
