"""Settings, addresses, command line, demonstration (设置、网址、命令、演示)."""
