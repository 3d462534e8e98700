"""The page to take home: what stands on it, its words in one language, and the page as HTML or PDF."""
