"""One screen a file. A screen puts widgets together, asks the session, and draws the answers."""
