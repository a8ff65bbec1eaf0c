"""What is read of several programs at once: money, what is asked, what the office keeps itself."""
