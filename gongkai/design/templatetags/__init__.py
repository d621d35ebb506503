"""The filters of every page (页面过滤器)."""
