"""What does the log say about rankings, and what is wrong with them?

`statements` says what may be recorded, `names` when two names are one, and `record` what may be asked of all that a ledger says;
`index` keeps the answers in tables, `reads` and `filter` ask them. `rules` say what can be wrong with a ranking, `claims` what a cited
one comes to, `sentence` what somebody claims in words; `judge` and `trust` put proofs and findings into one verdict. Nothing here is
the truth: everything can be rebuilt from a ledger.
"""

__version__ = "0.1.0"
