"""The shapes a post takes on an association's site, and what can be told of it from its own words."""
