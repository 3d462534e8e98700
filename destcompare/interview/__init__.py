"""A person at a terminal: questions one at a time, replies as people type them, and the shared terminal."""
