"""From a draft to pairs that began: approval, publishing, what both answer, the waiting list and single offers."""
