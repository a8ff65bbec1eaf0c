"""The match studio: from a cohort to published pairs."""
