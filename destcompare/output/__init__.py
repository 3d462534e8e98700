"""Decision × language → what a person sees on a terminal, or one JSON document."""
