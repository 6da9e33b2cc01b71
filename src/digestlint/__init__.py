"""digestlint: finds the mistakes in digest posts that Jekyll publishes without a word."""
