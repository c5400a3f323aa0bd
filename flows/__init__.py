"""Pure conversation flows: no clock, no chance, no network, no database, no words."""
