"""What the organisation said: sources are listed, items are read into documents that keep their place of origin."""
