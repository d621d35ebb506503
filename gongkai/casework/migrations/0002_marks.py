from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="part",
            name="marks",
            field=models.TextField(blank=True, default="", verbose_name="遮盖标记"),
            preserve_default=False,
        )
    ]
