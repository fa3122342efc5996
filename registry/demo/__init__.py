"""The hundred-model war of 2023: rankings and claims that were really cited, recorded by made-up publishers.

The statements are facts in our own words, one TOML file each, in the order of the log. The keys are made up too: their names
say demo, and their seeds follow from the names, so that everybody who runs the demo gets the same ledger.
"""
