"""From the first pitch to a program that outlives its founder: what is to be done in which order, and what shows that it is.

A step's state is derived. What a fact of Rounds shows is never ticked; a tick carries a note, a document says where it lies,
and what is let go says why. Days count from two anchors, and a moved anchor moves what is still open.
"""
