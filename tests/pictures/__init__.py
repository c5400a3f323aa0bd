"""The pictures of the officers' guide: the real program over the fakes, in scenes by name."""
