"""One update in, one commit out: the journey of a message through the shell."""
