"""Clean copies (清理后的副本): what is hidden taken out, what is seen left as it is, and proved.

Nothing is guessed: where taking something out would change what a reader sees, it is refused.
"""

from gongkai.checks.hidden.cleaning.way import clean

__all__ = ["clean"]
