"""Message encryption over HTTP (MS-WSMV 2.2.9.1): one body in two parts, the second one sealed by the login's context."""

import re
import struct

BOUNDARY = b"--Encrypted Boundary"
PROTOCOLS = {
    "negotiate": "application/HTTP-SPNEGO-session-encrypted",
    "ntlm": "application/HTTP-SPNEGO-session-encrypted",
    "kerberos": "application/HTTP-Kerberos-session-encrypted",
}
_OCTETS = b"\tContent-Type: application/octet-stream\r\n"


class SealingError(Exception):
    """The body is not sealed as the specification says."""


def unseal(context: object, content_type: str, body: bytes) -> tuple[str, bytes]:
    """The protocol that the request names, and the message."""
    protocol = re.search(r'protocol="([^"]+)"', content_type)
    if not content_type.startswith("multipart/encrypted") or protocol is None:
        raise SealingError("not multipart/encrypted")
    if protocol[1] not in PROTOCOLS.values():
        raise SealingError(f"unknown protocol {protocol[1]}")
    form = rb"--Encrypted Boundary\r\n\t?Content-Type: ([^\r]+)\r\n\t?OriginalContent: type=application/soap\+xml;"
    head = re.match(form + rb"charset=(?i:utf-8);Length=(\d+)\r\n--Encrypted Boundary\r\n" + _OCTETS, body)
    end = BOUNDARY + b"--\r\n"
    if head is None or not body.endswith(end):
        raise SealingError("the parts have another form")
    if head[1].decode() != protocol[1]:
        raise SealingError("the part names another protocol than the header")
    sealed = body[head.end() : -len(end)]
    size = struct.unpack("<i", sealed[:4])[0]
    message = context.unwrap_winrm(sealed[4 : 4 + size], sealed[4 + size :])
    if len(message) != int(head[2]):
        raise SealingError(f"{len(message)} bytes, not {int(head[2])}")
    return protocol[1], message


def seal(context: object, protocol: str, message: bytes) -> tuple[str, bytes]:
    """The Content-Type and the body."""
    header, data, padding = context.wrap_winrm(message)
    lines = [
        BOUNDARY,
        f"\tContent-Type: {protocol}".encode(),
        f"\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length={len(message) + padding}".encode(),
        BOUNDARY,
        _OCTETS + struct.pack("<i", len(header)) + header + data + BOUNDARY + b"--",
        b"",
    ]
    return f'multipart/encrypted;protocol="{protocol}";boundary="Encrypted Boundary"', b"\r\n".join(lines)
