"""What is sent to the pages of an area, where there are many of them."""
