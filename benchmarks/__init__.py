"""Side by side with what people reach for today, on this machine, by one command: `make bench`."""
