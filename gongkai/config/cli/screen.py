"""What the command says on the screen."""

import sys

WIDTH = 24


def say(text: str) -> None:
    """Say a line at once, also into a pipe."""
    print(text, flush=True)


def progress(done: int, total: int, what: str) -> None:
    """Show how far a long task is: one moving line on a screen, a line now and then elsewhere."""
    bar = "█" * (done * WIDTH // total)
    is_screen = sys.stdout.isatty()
    if is_screen or done % 50 == 0 or done == total:
        end = "\r" if is_screen else "\n"
        print(f"  {bar:░<{WIDTH}} {done}/{total} {what}　", end=end, flush=True)
