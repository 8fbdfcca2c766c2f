"""The HTTP side: one thread a connection, which is kept; a login belongs to its connection, as on Windows."""

import http.server
import re
import select
import ssl
import sys
import time
import xml.etree.ElementTree as ElementTree

import sealing
import soap
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from event_log import EventLog
from faults import Fault, Faults
from login import Accounts, Login
from settings import Settings
from shells import Shells
from spnego.exceptions import SpnegoError

_SOAP = "application/soap+xml;charset=UTF-8"


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple, settings: Settings, accounts: Accounts, *rest: object) -> None:
        super().__init__(address, Connection)
        self.settings, self.accounts = settings, accounts
        self.shells: Shells
        self.faults: Faults
        self.log: EventLog
        self.shells, self.faults, self.log = rest
        self.certificate: bytes | None = None
        self.tls: ssl.SSLContext | None = None
        if settings.tls is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(settings.tls["certificate"], settings.tls["key"])
            with open(settings.tls["certificate"], "rb") as file:
                self.certificate = x509.load_pem_x509_certificate(file.read()).public_bytes(Encoding.DER)
            if "clientCa" in settings.tls:
                self.tls.load_verify_locations(settings.tls["clientCa"])
                self.tls.verify_mode = ssl.CERT_OPTIONAL
                # Windows asks for a certificate after the handshake. TLS 1.2 renegotiates then, which Python cannot.
                self.tls.post_handshake_auth = True

    def finish_request(self, request: object, client_address: object) -> None:
        self.log.add("connection", machine=self.server_address[0])
        if self.tls is not None:
            try:
                request = self.tls.wrap_socket(request, server_side=True)
            except (ssl.SSLError, OSError) as problem:
                self.log.add("tls", problem=str(problem))
                return
        try:
            super().finish_request(request, client_address)
        finally:
            request.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that its client has broken is usual; anything else is a mistake of the server, and seen as one."""
        problem = sys.exc_info()[1]
        self.log.add("broken", problem=repr(problem))
        if not isinstance(problem, OSError):
            super().handle_error(request, client_address)


class Connection(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Microsoft-HTTPAPI/2.0", ""
    disable_nagle_algorithm = True
    server: Listener

    def setup(self) -> None:
        super().setup()
        self.login = Login(self.server.settings, self.server.accounts, self.server.certificate, self._client_name)

    def _client_name(self) -> str | None:
        """The common name of the client's certificate, for which TLS 1.3 asks now.

        :raises ssl.SSLError: if the client takes no question after the handshake; the connection ends then, as on Windows
        """
        if self.server.tls is None:
            return None
        if self.connection.version() == "TLSv1.3" and not self.connection.getpeercert():
            self.connection.verify_client_post_handshake()
            self.connection.do_handshake()
            select.select([self.connection], [], [])
            self.connection.setblocking(False)
            try:
                self.connection.recv(1)
            except ssl.SSLWantReadError:
                # The answer is read, and nothing follows before this request is answered.
                pass
            finally:
                self.connection.setblocking(True)
        client = self.connection.getpeercert()
        return dict(part[0] for part in client["subject"]).get("commonName") if client else None

    def log_message(self, *_: object) -> None:
        """Nothing: standard error is for crashes."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.split("?")[0] != "/wsman":
            self._send(404)
            return
        if not body and (fault := self.server.faults.take("Login")) is not None:
            self.server.log.add("request", machine=self.server.shells.machine.name, action="Login", fault=fault.do)
            if fault.do == "silence":
                self._wait_for_end()
                return
        answer = []
        if (authorization := self.headers.get("Authorization")) is not None:
            said = self.login.step(authorization)
            answer = [] if said is None else [("WWW-Authenticate", said)]
            self._log_login(is_over=said is None or self.login.user is not None)
        if self.login.user is None:
            self._send(401, headers=answer or self._challenges())
        elif not body:
            self._send(200, headers=answer)
        else:
            self._take(body, answer)

    def _challenges(self) -> list:
        return [("WWW-Authenticate", value) for value in self.login.challenges]

    def _log_login(self, *, is_over: bool) -> None:
        if is_over:
            login = self.login
            fields = {"method": login.method, "user": login.user, "problem": login.problem, **login.facts}
            self.server.log.add("login", machine=self.server.shells.machine.name, **fields)

    def _take(self, body: bytes, headers: list) -> None:
        """Answers a message of a user who is logged in."""
        protocol = None
        if self.server.tls is None:
            try:
                protocol, body = sealing.unseal(self.login.context, self.headers.get("Content-Type", ""), body)
                if protocol != self.login.protocol:
                    raise sealing.SealingError(f"{protocol} after a login with {self.login.method}")
            except (sealing.SealingError, SpnegoError) as problem:
                # AllowUnencrypted=false: an empty answer.
                self.server.log.add("refused", problem=str(problem))
                self._send(500)
                return
        try:
            request = soap.Request(body)
        except ElementTree.ParseError:
            self._send(400)
            return
        fault = self.server.faults.take(request.action)
        machine = self.server.shells.machine.name
        self.server.log.add("request", machine=machine, action=request.action, size=request.max_envelope_size, fault=fault and fault.do)
        if not self._goes_on(fault):
            return
        status, text = self._answer(request, fault)
        if fault is not None and fault.do == "drop-after":
            self.close_connection = True
        elif fault is not None and fault.do == "forge":
            status = int(fault.value)
            other = [("Connection", "Upgrade"), ("Upgrade", "other")] if status == 101 else [("Location", "/wsman")]
            self._send(status, headers=self._challenges() if status == 401 else other)
        elif fault is not None and fault.do == "silence":
            self._wait_for_end()
        else:
            self._send_message(status, text, protocol, headers, fault)

    def _wait_for_end(self) -> None:
        """Says nothing more on this connection."""
        self.rfile.read(1)
        self.close_connection = True

    def _goes_on(self, fault: Fault | None) -> bool:
        """What goes wrong before the request is carried out."""
        if fault is None:
            return True
        if fault.do == "unauthorized":
            self.login.reset()
            self._send(401, headers=self._challenges())
        elif fault.do == "status":
            self._send(int(fault.value))
        elif fault.do == "drop-before":
            self.close_connection = True
        elif fault.do == "lose-shells":
            self.server.shells.lose()
            return True
        elif fault.do == "hold":
            self.server.faults.hold()
            return True
        else:
            return True
        return False

    def _answer(self, request: soap.Request, fault: Fault | None) -> tuple[int, bytes]:
        """The HTTP status and the envelope."""
        shells = self.server.shells
        try:
            if fault is not None and fault.do == "fault":
                raise soap.WsmanFault(**fault.value)
            return 200, soap.response(request, shells.answer(request, self.login.user))
        except soap.WsmanFault as problem:
            self.server.log.add("fault", machine=shells.machine.name, action=request.action, code=problem.code)
            return 500, soap.fault(request.message_id, problem, shells.machine.name)

    def _send_message(self, status: int, text: bytes, protocol: str | None, headers: list, fault: Fault | None) -> None:
        do = None if fault is None else fault.do
        if do == "other-command":
            text = re.sub(rb'CommandId="[^"]*"', f'CommandId="{soap.new_id()}"'.encode(), text)
        if do == "garbage":
            text = b"<s:Envelope \xff\x00 this is no XML"
        elif do == "flood":
            text += b" " * int(fault.value)
        content_type, body = (_SOAP, text) if protocol is None else sealing.seal(self.login.context, protocol, text)
        if do == "unsealed":
            content_type, body = _SOAP, text
        elif do == "tamper":
            body = body[:-60] + bytes([body[-60] ^ 1]) + body[-59:]
        self._send(status, body, [("Content-Type", content_type), *headers], fault)

    def _send(self, status: int, body: bytes = b"", headers: list | None = None, fault: Fault | None = None) -> None:
        self.send_response(status)
        for name, value in headers or []:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault is not None and fault.do == "cut":
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        elif fault is not None and fault.do == "slow":
            for start in range(0, len(body), 256):
                time.sleep(float(fault.value) / 1000)
                self.wfile.write(body[start : start + 256])
        else:
            self.wfile.write(body)
