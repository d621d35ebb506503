import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年度')),
                ('public_id', models.CharField(max_length=12, verbose_name='公开编号')),
                ('shape', models.CharField(max_length=12, verbose_name='体例')),
                ('said', models.JSONField(default=dict, verbose_name='拟订时的句子')),
                ('drafted_at', models.DateTimeField(verbose_name='拟订时间')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟订人')),
            ],
            options={
                'verbose_name': '年度报告',
                'verbose_name_plural': '年度报告',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='CountingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起')),
                ('text', models.CharField(max_length=500, verbose_name='口径')),
                ('unit', models.CharField(default='条', max_length=4, verbose_name='单位')),
                ('kinds', models.JSONField(default=list, verbose_name='种类')),
                ('apart', models.JSONField(default=list, verbose_name='另计')),
                ('at', models.DateTimeField(verbose_name='设定时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
            ],
            options={
                'verbose_name': '统计口径',
                'verbose_name_plural': '统计口径',
                'ordering': ['since', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('office', models.CharField(max_length=80, verbose_name='主管部门')),
                ('on', models.DateField(verbose_name='报送日期')),
                ('receipt_no', models.CharField(max_length=80, verbose_name='回执编号')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='回执文件')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经手人')),
            ],
            options={
                'verbose_name': '年度报告报送',
                'verbose_name_plural': '年度报告报送',
                'ordering': ['-year', '-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('key', models.CharField(max_length=40, verbose_name='项目')),
                ('value', models.TextField(verbose_name='内容')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('at', models.DateTimeField(verbose_name='填报时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
            ],
            options={
                'verbose_name': '年度报告填报',
                'verbose_name_plural': '年度报告填报',
                'ordering': ['year', 'key', 'pk'],
                'indexes': [models.Index(fields=['year', 'key'], name='declaration_key')],
            },
        ),
    ]
