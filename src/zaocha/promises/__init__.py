"""The promise ledger: who promised what to whom, by when or upon what."""
