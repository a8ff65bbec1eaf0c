"""Pages for whom a learning platform has let in: what waits for them, and joining once by a mailed code. Nobody is signed in."""
