"""Shapes of what is typed at the figures' desk."""
