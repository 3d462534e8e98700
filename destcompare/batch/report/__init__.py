"""A caseload at a glance: outcomes of many people → counts → sections in words → terminal or HTML."""
