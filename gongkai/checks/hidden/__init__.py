"""What a file holds that a reader of its pages does not see (隐藏内容), all its text, clean copies.

look, texts    what is hidden; every text with its place, hidden parts and files inside included
clean          a copy without what is hidden, looked into again

rules.py       one rule a way of hiding
looking.py     the way in: which reader, files inside files, limits
word.py, styles.py, drawing.py    Word documents: who sees a run of text
sheet.py, book.py, chart.py       workbooks: who sees a cell
slides.py, pdf.py, image.py, ofd.py, office.py, ole.py    the other kinds, and what they share
parts.py       a file as parts, read without trust
cleaning/      what is taken out of each kind, and the proof that it is gone
"""

from gongkai.checks.hidden.cleaning import clean
from gongkai.checks.hidden.looking import look, texts
from gongkai.checks.hidden.rules import PICTURE, RULES

__all__ = ["PICTURE", "RULES", "clean", "look", "texts"]
