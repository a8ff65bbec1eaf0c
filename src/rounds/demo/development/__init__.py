"""How mentors of the invented hospital learn, and where its mentees rehearse."""
