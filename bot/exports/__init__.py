"""Records on their way out of the bot: tables, a report for paper, a bundle for other systems. All pure."""
