"""What programs and officers ask of figures, and the answers."""
