"""Entities that the platform brings along, recognised without any service: numbers, dates, names and the like."""
