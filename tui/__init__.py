"""Can I believe this ranking? On a screen. Not in this version yet: it holds the place in the order of packages."""
