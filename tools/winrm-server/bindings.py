"""Channel bindings (RFC 5929, tls-server-end-point): whether a login belongs to this TLS connection.

WinRM's CbtHardeningLevel: none ignores them, relaxed refuses wrong ones, strict also refuses a login without.
"""

import dataclasses

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from spnego.channel_bindings import GssChannelBindings
from spnego._ntlm_raw.messages import Authenticate, AvFlags, AvId, NTClientChallengeV2

_NTLM_AUTHENTICATE = b"NTLMSSP\x00\x03\x00\x00\x00"
#: GSS_C_CHANNEL_BOUND_FLAG
_CHANNEL_BOUND = 2048


class BindingError(Exception):
    """The login was for another connection, or does not say for which."""


@dataclasses.dataclass
class Sent:
    """What a token says about the connection."""

    #: What the acceptor must compare with; None: nothing.
    expected: GssChannelBindings | None = None
    facts: dict = dataclasses.field(default_factory=dict)


def of_certificate(certificate: bytes) -> GssChannelBindings:
    """
    :param certificate: the server's, in DER
    """
    algorithm = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    if algorithm is None or algorithm.name in ("md5", "sha1"):
        algorithm = hashes.SHA256()
    digest = hashes.Hash(algorithm)
    digest.update(certificate)
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest.finalize())


def is_later(token: bytes) -> bool:
    """Whether a token continues a login: NTLM's third message, or a NegTokenResp."""
    return token.startswith(_NTLM_AUTHENTICATE) or token[:1] == b"\xa1"


def check(level: str, certificate: bytes | None, token: bytes) -> Sent:
    """Checks NTLM's third message; any other token only gets what it must be compared with.

    :param level: none without TLS
    """
    expected = None if level == "none" else of_certificate(certificate)
    start = token.find(_NTLM_AUTHENTICATE)
    if start == -1:
        return Sent(expected)
    pairs, facts = {}, {}
    answer = Authenticate.unpack(token[start:]).nt_challenge_response or b""
    if len(answer) > 24:
        pairs = NTClientChallengeV2.unpack(answer[16:]).av_pairs
        facts["mic"] = bool(pairs.get(AvId.flags, 0) & AvFlags.mic)
    facts["bound"] = pairs.get(AvId.channel_bindings, bytes(16)) != bytes(16)
    if facts["bound"] or expected is None:
        return Sent(expected, facts)
    if level == "strict":
        raise BindingError("no channel bindings")
    return Sent(None, facts)


def check_kerberos(level: str, context: object) -> dict:
    """MIT's acceptor refuses wrong bindings itself, and flags a login that has the right ones.

    :param context: a complete one, of Kerberos
    :returns: facts for the log
    """
    # pyspnego has no name for the flag.
    proxy = context._context if hasattr(context, "_context_list") else context
    is_bound = bool(proxy._context_attr & _CHANNEL_BOUND)
    if level == "strict" and not is_bound:
        raise BindingError("no channel bindings")
    return {"bound": is_bound}
