"""The log: is this text in it, unaltered, signed by whom, since when?

Pure formats and maths come first (`text`, `note`, `checkpoint`, `merkle`, `tile`, `statement`, `entry`, `publishers`,
`proof`), then storage (`store`, `git_objects`, `git_store`, `scan`), then the face that others import (`log`, `audit`).
Importing the package does no work. It does not know what a ranking is.
"""
