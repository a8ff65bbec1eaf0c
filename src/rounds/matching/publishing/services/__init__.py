"""Approval, publishing, answers, single offers."""
