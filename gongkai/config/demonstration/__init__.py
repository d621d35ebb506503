"""The demonstration's year (演示年): its data as TOML, and the reader that checks it."""
