"""Side-by-side measurements of Weir, nginx and HAProxy. Python's standard library only."""
