"""The terminal interface in a browser on this machine: read-only, and for the one browser that was given the address."""
