"""Quotations that a person collects: kept with their facts, followed through later syncs, and handed on."""
