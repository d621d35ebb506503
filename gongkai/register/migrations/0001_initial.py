import django.db.models.deletion
from django.db import migrations, models

from gongkai.register import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='摘要')),
                ('size', models.BigIntegerField(verbose_name='大小')),
                ('media_type', models.CharField(max_length=120, verbose_name='类型')),
                ('kept_at', models.DateTimeField(verbose_name='存档时间')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='清除时间')),
            ],
            options={
                'verbose_name': '归档件',
                'verbose_name_plural': '归档件',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='序号')),
                ('verb', models.CharField(db_index=True, max_length=40, verbose_name='事项')),
                ('subject', models.TextField(db_index=True, verbose_name='对象')),
                ('occurred_at', models.DateTimeField(db_index=True, verbose_name='办理时间')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('commit', models.CharField(max_length=64, verbose_name='承诺值')),
                ('leaf_hash', models.CharField(max_length=64, verbose_name='日志叶哈希')),
            ],
            options={
                'verbose_name': '登记',
                'verbose_name_plural': '登记',
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='Payload',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payload', serialize=False, to='register.entry', verbose_name='登记')),
                ('salt', models.CharField(max_length=64, verbose_name='盐')),
                ('body', models.TextField(verbose_name='登记内容')),
                ('title', models.TextField(blank=True, verbose_name='名称')),
                ('column', models.TextField(blank=True, db_index=True, verbose_name='栏目')),
                ('department', models.TextField(blank=True, db_index=True, verbose_name='科室')),
                ('channels', models.TextField(blank=True, verbose_name='渠道')),
                ('actor_name', models.TextField(blank=True, verbose_name='经手人')),
                ('actor_post', models.TextField(blank=True, verbose_name='岗位')),
            ],
            options={
                'verbose_name': '登记内容',
                'verbose_name_plural': '登记内容',
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
