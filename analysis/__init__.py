"""Reproducible research on Russia's relations with Latin America and the Caribbean."""
