"""Person × Rulebook → Decision: requirements, bans, what would change a status, entry terms, warnings."""
