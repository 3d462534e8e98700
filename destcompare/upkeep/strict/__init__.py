"""The strict check: what a maintainer wants mended before a change of the rules is merged. Nothing here is a fault yet."""
