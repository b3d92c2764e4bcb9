"""From sources to a generation: what changed is read, compared, marked and indexed."""
