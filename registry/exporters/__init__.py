"""What is in the ledger, in the formats that others read; one format a file."""
