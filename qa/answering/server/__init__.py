"""Writes with a model that an OpenAI-compatible server runs, on this machine or elsewhere."""

from qa.answering.server.address import Address, is_address, parse_address
from qa.answering.server.writer import ServerWriter

__all__ = ["Address", "ServerWriter", "is_address", "parse_address"]
