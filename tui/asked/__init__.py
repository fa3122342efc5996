"""What single screens ask the session, a screen a file."""
