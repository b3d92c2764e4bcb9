"""Faults that are made on purpose: promises R1 to R18 of docs/security.md, tried by the number."""
