"""The subjects of the `stepwell` command that need neither a token nor a running bot, a file each."""
