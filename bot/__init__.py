"""The shell around the flows: channels, staff room, web pages, workers and the command line."""
