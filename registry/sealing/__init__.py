"""Closed before, open after: a seal commits to the items of a dataset, an opening file shows later that they were these.

`items` reads a dataset item by item, `opening` is the secret file (docs/sealing.md), `made` makes a seal with its opening,
`opened` makes a reveal, `held` holds files against what a seal, a reveal or an evaluation on a seal records.
"""
