"""Commands of Wagtail that this system shuts."""
