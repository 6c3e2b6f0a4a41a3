"""Edge 2: what time asks. A file a job; a job only looks at what is due, and may run late, twice, or not at all."""
