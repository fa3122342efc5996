"""Can I believe this ranking? On a screen.

`python -m tui` starts it; `jinbang tui` is that. It asks `registry` by way of `session`, in threads, and draws what comes back:
it runs no SQL, checks no signature and knows no file format.
"""
