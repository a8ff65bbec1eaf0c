"""What has no table: the words of consents, check digits."""
