"""Pure decisions: no network, no database, no clock. What goes in decides what comes out."""
