"""Pages of errors the framework shows by itself."""

import pytest
from django.template.loader import get_template


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_say_in_chinese_what_happened_and_what_to_do(name):
    page = get_template(f"{name}.html").render()
    assert "返回工作台" in page
    assert page.count("<h1>") == 1
    assert page.count("<p>") == 3
