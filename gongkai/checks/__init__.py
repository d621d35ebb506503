"""What may not go out: marks of secrecy, personal data, wording, file kinds (发布前审查). Pure."""
