"""Each guard of a promise taken away once, so that its test is seen to fail."""
