"""Mail around meetings of pairs and sessions of groups: entries for calendars, proposed times, the question on the evening after."""
