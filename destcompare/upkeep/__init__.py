"""For maintainers: messages and their translations. Development tools (Babel, polib) are imported here and nowhere else."""
