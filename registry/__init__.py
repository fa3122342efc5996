"""What does the log say about rankings, and what is wrong with them?

`statements` says what may be recorded, `rules` what can be wrong with it, `claims` what a cited ranking comes to, and
`trust` puts proofs and findings into one verdict. Nothing here is the truth: everything can be rebuilt from a ledger.
"""

__version__ = "0.1.0"
