"""The law as data: articles, terms, categories, working days (法规、期限、工作日). Pure."""
