"""The web side: webhooks, the website's chat, the desk, the demo page, health."""
