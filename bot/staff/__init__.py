"""The staff room: where program officers see cases, talk, and answer people of every channel."""
