"""Builds the message of stdin again with a library for Slack's blocks, which refuses what Slack does not take, and prints the result."""

import json
import sys

from blockkit import Header, Message, Section, Text


def text_of(given):
    """A text object with the same members."""
    return Text(**given)


message = json.load(sys.stdin)
makers = {"header": Header, "section": Section}
blocks = [makers[block["type"]](text=text_of(block["text"])) for block in message["blocks"]]
json.dump(Message(text=message["text"], blocks=blocks).build(), sys.stdout)
