"""The HTTP transports under the provider libraries, over one keep-alive aiohttp session each."""
