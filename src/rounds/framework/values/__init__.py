"""What has no table: the framework that Rounds brings along."""
