from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('table', models.CharField(max_length=40, verbose_name='数据集')),
                ('said', models.JSONField(verbose_name='查询内容')),
                ('made_at', models.DateTimeField(verbose_name='保存时间')),
            ],
            options={
                'verbose_name': '保存的查询',
                'verbose_name_plural': '保存的查询',
                'ordering': ['pk'],
            },
        ),
    ]
