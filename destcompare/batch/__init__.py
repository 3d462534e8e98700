"""Many people at once: the same rulebook compiled to columns of a data frame, for one machine or a cluster."""
