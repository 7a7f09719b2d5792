"""The HTTP server: the API, Rasa's surface and the web pages.

Nothing is imported here: the command line uses ``shapes`` without loading the web framework.
"""
