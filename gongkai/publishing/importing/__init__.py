"""Reading Word and web documents into blocks of a draft (文档导入). Pure: bytes in, blocks out.

word.py and web.py read a file into HTML of few tags with its pictures beside it; pieces.py cuts
that into paragraphs, pictures and tables; outline.py and tables.py make blocks of them. Nothing
here knows the database, the disk or the network.
"""
