import django.db.models.deletion
from django.db import migrations, models

from gongkai.portal import terms


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indexed',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='次序')),
                ('public_id', models.CharField(max_length=12, unique=True, verbose_name='公开编号')),
                ('released', models.DateTimeField(db_index=True, verbose_name='首次公开时间')),
                ('facets', models.JSONField(verbose_name='筛选项')),
                ('name', models.TextField(verbose_name='名称（比对用）')),
                ('folded', models.TextField(verbose_name='全文（比对用）')),
                ('text', models.TextField(verbose_name='全文')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.edition', verbose_name='公开版本')),
            ],
            options={
                'verbose_name': '检索条目',
                'verbose_name_plural': '检索条目',
                'ordering': ['-place'],
            },
        ),
        migrations.RunPython(lambda _apps, _editor: terms.create(), migrations.RunPython.noop),
    ]
