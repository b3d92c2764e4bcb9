"""What a person meets: answers in the organisation's own words, on the command line and in a page."""
