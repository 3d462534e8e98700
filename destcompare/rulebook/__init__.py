"""Rule files → Rulebook: schema, loading with every fault at its place, as-of resolution, compiled cache."""
