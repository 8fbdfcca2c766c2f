"""Who is at the other end of a connection. pyspnego's acceptors judge NTLM, Kerberos and Negotiate."""

import base64
import binascii
import hmac
import os
import struct
from collections.abc import Callable

import bindings
import sealing
import spnego
import spnego.exceptions
from settings import Settings
from spnego._ntlm_raw.crypto import ntowfv1

MUTUAL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"
_SCHEMES = {"negotiate": "Negotiate", "ntlm": "NTLM", "kerberos": "Kerberos", "basic": 'Basic realm="WSMAN"'}


class Accounts:
    """The users of the machine. pyspnego reads them from a file, which has digests of the passwords."""

    def __init__(self, settings: Settings) -> None:
        self._users = {name.lower(): password for name, password in settings.users.items()}
        path = f"{settings.log}.users"
        with open(path, "w", encoding="utf-8") as file:
            for name, password in settings.users.items():
                digest = binascii.hexlify(ntowfv1(password)).decode().upper()
                file.write(f"{name}:1000:{'0' * 32}:{digest}:[U]:LCT-00000000\n")
        os.environ["NTLM_USER_FILE"] = path

    def is_password(self, name: str, password: str) -> bool:
        expected = self._users.get(name.lower())
        return expected is not None and hmac.compare_digest(expected.encode(), password.encode())


class Login:
    """The login of one connection: Windows, too, keeps it for the connection and not for a request."""

    def __init__(
        self, settings: Settings, accounts: Accounts, certificate: bytes | None, client: Callable[[], str | None]
    ) -> None:
        """
        :param certificate: the server's own, in DER; None without TLS
        :param client: returns the common name of the client's certificate
        """
        self._settings, self._accounts, self._client = settings, accounts, client
        self._certificate = certificate
        self._level = settings.cbt if certificate is not None else "none"
        self.reset()

    def reset(self) -> None:
        self.user: str | None = None
        self.method = ""
        self.problem = ""
        #: What is known of the login besides; for the log.
        self.facts: dict = {}
        self._context = None

    @property
    def context(self) -> object:
        """What seals messages; None if nothing does."""
        return self._context if self.user is not None else None

    @property
    def challenges(self) -> list:
        """The values of the headers WWW-Authenticate of a 401."""
        usable = [m for m in self._settings.methods if m in _SCHEMES and (m != "basic" or self._certificate)]
        return [_SCHEMES[method] for method in usable]

    def step(self, header: str) -> str | None:
        """Takes the value of an Authorization header. `user` is known or `problem` says why not.

        :returns: the value of the header WWW-Authenticate of the answer, if there is more to say
        """
        scheme, _, text = header.partition(" ")
        self.method = "certificate" if header == MUTUAL else scheme.lower()
        self.user, self.problem, self.facts = None, "", {}
        if self.method not in self._settings.methods:
            self.problem = f"{self.method} is not offered"
        elif self.method == "certificate":
            self.user = self._settings.certificates.get(self._client())
            self.problem = "" if self.user is not None else "no user has this certificate"
        elif self.method == "basic":
            self._take_password(text)
        else:
            return self._take_token(scheme, text)
        return None

    def _take_password(self, text: str) -> None:
        sent = base64.b64decode(text)
        try:
            name, _, password = sent.decode().partition(":")
        except UnicodeDecodeError:
            name, _, password = sent.decode("latin-1").partition(":")
        if self._certificate is None:
            self.problem = "basic without TLS"
        elif self._accounts.is_password(name, password):
            self.user = name
        else:
            self.problem = "wrong password"

    def _take_token(self, scheme: str, text: str) -> str | None:
        try:
            token = base64.b64decode(text)
            # A first message begins a new login, also on a connection that is logged in.
            if self._context is None or self._context.complete or not bindings.is_later(token):
                # Negotiate takes a raw NTLM message too, as Windows does.
                self._context = spnego.server(protocol=self.method)
            sent = bindings.check(self._level, self._certificate, token)
            answer = self._context.step(token, channel_bindings=sent.expected)
            self.facts.update(sent.facts)
            if self._context.complete and self._context.negotiated_protocol == "kerberos":
                self.facts.update(bindings.check_kerberos(self._level, self._context))
        except (spnego.exceptions.SpnegoError, bindings.BindingError, ValueError, struct.error) as problem:
            self._context = None
            self.problem = str(problem)
            return None
        if self._context.complete:
            self.user = self._context.client_principal
            self.facts["mechanism"] = self._context.negotiated_protocol
        return None if answer is None else f"{scheme} {base64.b64encode(answer).decode()}"

    @property
    def protocol(self) -> str:
        """How messages name the encryption of this login."""
        return sealing.PROTOCOLS[self.method]
