"""What the organisation said of a topic over the years, and how the words of two times or documents differ."""
