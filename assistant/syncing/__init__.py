"""A sync as others see it: how far it is, whoever started it, and how it is started and stopped from the page."""
