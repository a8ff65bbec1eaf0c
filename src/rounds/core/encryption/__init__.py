"""Values that a dump of the database does not show: sealed with a key that lives outside of it."""

from rounds.core.encryption.values import CannotOpen, check_keys, key_id_of, newest_key_id, seal, unseal

__all__ = ["CannotOpen", "check_keys", "key_id_of", "newest_key_id", "seal", "unseal"]
