"""Gongkai (公开): open government information for statistics bureaus."""
