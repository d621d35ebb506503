from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0002_savedquery'),
    ]

    operations = [
        migrations.AddField(
            model_name='vintage',
            name='signed_at',
            field=models.DateTimeField(null=True, verbose_name='签发时间'),
        ),
        migrations.AlterField(
            model_name='indicator',
            name='authority',
            field=models.CharField(choices=[('bureau', '本局公布'), ('survey', '国家统计局调查队公布'), ('province', '待省统计局公布后公布'), ('nation', '待国家统计局公布后公布'), ('joint', '与国家统计局调查队联合公布')], default='bureau', max_length=10, verbose_name='公布权限'),
        ),
    ]
