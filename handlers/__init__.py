"""Edge 1: what people ask. Each table is read in one screen; a new command is a function and a row."""
