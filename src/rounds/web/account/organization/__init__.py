"""Sign-in with one's organization (OpenID Connect)."""
