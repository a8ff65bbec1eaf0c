"""People: the list, a person's page, changes of records, July, departments and sites."""
