"""Envelopes of WS-Management: requests are read, responses and faults are written as Windows writes them.

Sources: MS-WSMV, MS-WSMAN, and exchanges with Windows recorded in the tests of pypsrp and pywinrm.
"""

import re
import uuid
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape, quoteattr

SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
CMD = f"{SHELL}/cmd"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
FAULT = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
NAMES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "a": ADDRESSING,
    "x": TRANSFER,
    "w": "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
    "rsp": SHELL,
    "p": "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd",
}


class WsmanFault(Exception):
    """A fault that is the answer to a request."""

    def __init__(self, code: int, subcode: str, message: str, *, sender: bool = False, detail: str = "") -> None:
        super().__init__(message)
        self.code, self.subcode, self.message, self.detail = code, subcode, message, detail
        self.role = "s:Sender" if sender else "s:Receiver"


class Request:
    """What a request asks for.

    :raises ElementTree.ParseError: if it is not XML
    """

    def __init__(self, text: bytes) -> None:
        self.envelope = ElementTree.fromstring(text)
        self.action_uri = self._header("a:Action")
        self.message_id = self._header("a:MessageID")
        self.resource_uri = self._header("w:ResourceURI")
        self.max_envelope_size = int(self._header("w:MaxEnvelopeSize") or 153_600)
        self.timeout = seconds(self._header("w:OperationTimeout") or "PT60S")
        self.options = self._named("w:OptionSet/w:Option")
        self.selectors = self._named("w:SelectorSet/w:Selector")

    @property
    def action(self) -> str:
        """The last part of the action: Create, Command, Receive, Signal, Delete."""
        return self.action_uri.rsplit("/", 1)[-1]

    def find(self, path: str) -> ElementTree.Element | None:
        """An element of the body."""
        return self.envelope.find(f"s:Body/{path}", NAMES)

    def texts(self, path: str) -> list:
        return [element.text or "" for element in self.envelope.findall(f"s:Body/{path}", NAMES)]

    def _header(self, path: str) -> str:
        return (self.envelope.findtext(f"s:Header/{path}", "", NAMES)).strip()

    def _named(self, path: str) -> dict:
        found = self.envelope.findall(f"s:Header/{path}", NAMES)
        return {element.get("Name", ""): (element.text or "").strip() for element in found}


def seconds(duration: str) -> float:
    """Seconds of an xs:duration, such as PT1M30.5S."""
    match = re.fullmatch(r"P(?:(\d+)DT?)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", duration)
    if match is None:
        raise WsmanFault(2150858770, "w:InvalidOptions", "The duration is not valid.", sender=True)
    days, hours, minutes, rest = (float(part or 0) for part in match.groups())
    return days * 86_400 + hours * 3600 + minutes * 60 + rest


def response(request: Request, body: str) -> bytes:
    return _envelope(f"{request.action_uri}Response", request.message_id, body)


def fault(relates_to: str, problem: WsmanFault, machine: str) -> bytes:
    message = escape(problem.message)
    detail = "" if problem.detail == "" else f"<w:FaultDetail>{problem.detail}</w:FaultDetail>"
    return _envelope(
        FAULT,
        relates_to,
        f"<s:Fault><s:Code><s:Value>{problem.role}</s:Value><s:Subcode><s:Value>{problem.subcode}</s:Value></s:Subcode>"
        f'</s:Code><s:Reason><s:Text xml:lang="en-US">{message} </s:Text></s:Reason><s:Detail>{detail}<f:WSManFault'
        f' xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="{problem.code}"'
        f" Machine={quoteattr(machine)}><f:Message>{message} </f:Message></f:WSManFault></s:Detail></s:Fault>",
    )


def _envelope(action: str, relates_to: str, body: str) -> bytes:
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())
    text = (
        f'<s:Envelope xml:lang="en-US" {names}><s:Header><a:Action>{action}</a:Action>'
        f"<a:MessageID>uuid:{new_id()}</a:MessageID><p:ActivityId>{new_id()}</p:ActivityId>"
        f"<a:To>{ADDRESSING}/role/anonymous</a:To><a:RelatesTo>{escape(relates_to)}</a:RelatesTo></s:Header>"
        f"<s:Body>{body}</s:Body></s:Envelope>"
    )
    return text.encode()


def new_id() -> str:
    return str(uuid.uuid4()).upper()
