"""What the editor shows of a draft."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

DISCLOSURE = [
    FieldPanel("title", heading="名称", help_text="公开时显示的标题。"),
    FieldPanel("summary", help_text="不超过100字。"),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("category"),
            FieldRowPanel([FieldPanel("route"), FieldPanel("attribute")]),
            FieldRowPanel([FieldPanel("formed_on"), FieldPanel("document_no")]),
            FieldPanel("planned_at"),
            FieldPanel("channels"),
            FieldPanel("keywords", help_text="用空格隔开。"),
            FieldPanel("demonstration"),
        ],
        heading="公开要素",
    ),
    MultiFieldPanel(
        [FieldPanel("source_kind"), FieldPanel("source_name"), FieldPanel("source_url")],
        heading="来源",
    ),
]
