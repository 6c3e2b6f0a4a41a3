"""The commands of `stepwell`, a file each. They alone read the settings and the real clock."""
