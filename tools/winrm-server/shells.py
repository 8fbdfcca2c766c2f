"""The shells of one machine and their commands (MS-WSMV 3.1.4): create, command, receive, signal, delete."""

import base64
import threading
import time
from xml.sax.saxutils import escape

import soap
from event_log import EventLog
from process import STATUS_CONTROL_C_EXIT, Machine, Process, length_of
from settings import Settings
from soap import SHELL, Request, WsmanFault

#: What an envelope with output has beside the output.
_ENVELOPE_ROOM = 4096


class Command:
    def __init__(self) -> None:
        self.id = soap.new_id()
        self.changed = threading.Condition()
        self.process: Process | None = None

    def notify(self) -> None:
        with self.changed:
            self.changed.notify_all()


class Shell:
    def __init__(self, owner: str, idle: float, code_page: str) -> None:
        self.id, self.owner, self.idle, self.code_page = soap.new_id(), owner, idle, code_page
        self.used = time.monotonic()
        self.commands: dict[str, Command] = {}


class Shells:
    def __init__(self, settings: Settings, log: EventLog, machine: Machine) -> None:
        self._settings, self._log, self.machine = settings, log, machine
        self._shells: dict[str, Shell] = {}
        self._lock = threading.Lock()
        self._operations = 0

    def answer(self, request: Request, user: str) -> str:
        """The body of the response.

        :raises WsmanFault: as Windows would answer
        """
        if user.lower() in (name.lower() for name in self._settings.denied):
            raise WsmanFault(5, "w:AccessDenied", "Access is denied.", sender=True)
        actions = {
            f"{soap.TRANSFER}/Create": self._create,
            f"{soap.TRANSFER}/Delete": self._delete,
            f"{SHELL}/Command": self._command,
            f"{SHELL}/Receive": self._receive,
            f"{SHELL}/Signal": self._signal,
        }
        act = actions.get(request.action_uri)
        if act is None or request.resource_uri != soap.CMD:
            raise WsmanFault(2150858753, "a:ActionNotSupported", "The action is not supported.", sender=True)
        with self._lock:
            if self._operations >= self._settings.maxOperations:
                raise quota(2150859174, f"a maximum number of {self._settings.maxOperations} concurrent operations")
            self._operations += 1
        try:
            return act(request, user)
        finally:
            with self._lock:
                self._operations -= 1

    def lose(self) -> None:
        """All shells vanish, as when the service is restarted; their processes are killed."""
        with self._lock:
            lost, self._shells = self._shells, {}
        for shell in lost.values():
            self._end(shell)

    def _create(self, request: Request, user: str) -> str:
        wanted = request.find("rsp:Shell/rsp:IdleTimeOut")
        idle = self._settings.idleTimeout if wanted is None else soap.seconds(wanted.text or "")
        shell = Shell(user, idle, request.options.get("WINRS_CODEPAGE", "437"))
        with self._lock:
            self._remove_idle()
            if sum(other.owner == user for other in self._shells.values()) >= self._settings.maxShells:
                raise quota(2150859173, f"a maximum number of {self._settings.maxShells} concurrent shells")
            self._shells[shell.id] = shell
        self._log.add("shell", machine=self.machine.name, shell=shell.id, user=user, options=request.options)
        return (
            f"<x:ResourceCreated><a:Address>http://{self.machine.name}/wsman</a:Address><a:ReferenceParameters>"
            f'<w:ResourceURI>{soap.CMD}</w:ResourceURI><w:SelectorSet><w:Selector Name="ShellId">{shell.id}'
            "</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>"
            f"<rsp:Shell><rsp:ShellId>{shell.id}</rsp:ShellId><rsp:ResourceUri>{soap.CMD}</rsp:ResourceUri>"
            f"<rsp:Owner>{escape(user)}</rsp:Owner><rsp:ClientIP>127.0.0.1</rsp:ClientIP>"
            f"<rsp:IdleTimeOut>PT{idle:.3f}S</rsp:IdleTimeOut><rsp:InputStreams>stdin</rsp:InputStreams>"
            "<rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>"
        )

    def _command(self, request: Request, user: str) -> str:
        shell = self._shell(request, user)
        with_cmd = request.options.get("WINRS_SKIP_CMD_SHELL", "FALSE").upper() != "TRUE"
        name = "".join(request.texts("rsp:CommandLine/rsp:Command"))
        arguments = request.texts("rsp:CommandLine/rsp:Arguments")
        command = Command()
        length = length_of(" ".join([name, *arguments]))
        self._log.add("command", machine=self.machine.name, command=command.id, cmd=with_cmd, length=length)
        command.process = self.machine.start(
            name, arguments, with_cmd=with_cmd, code_page=shell.code_page, changed=command.notify
        )
        shell.commands[command.id] = command
        return f"<rsp:CommandResponse><rsp:CommandId>{command.id}</rsp:CommandId></rsp:CommandResponse>"

    def _receive(self, request: Request, user: str) -> str:
        shell = self._shell(request, user)
        wanted = request.find("rsp:Receive/rsp:DesiredStream")
        command = self._find(shell, "" if wanted is None else wanted.get("CommandId", ""))
        process = command.process
        with command.changed:
            is_ready = command.changed.wait_for(
                lambda: process.has_output or process.exit_code is not None, request.timeout
            )
        if not is_ready:
            message = "The WS-Management service cannot complete the operation within the time specified in"
            raise WsmanFault(2150858793, "w:TimedOut", f"{message} OperationTimeout. ")
        # The order matters: what ended before has no output that is not read.
        exit_code = process.exit_code
        size = min(request.max_envelope_size, self._settings.maxEnvelopeSize) - _ENVELOPE_ROOM
        room = max(size, 0) // 4 * 3
        pieces, at = [], f'CommandId="{command.id}"'
        for name in ("stdout", "stderr"):
            if taken := process.take(name, room):
                room -= len(taken)
                text = base64.b64encode(taken).decode()
                pieces.append(f'<rsp:Stream Name="{name}" {at}>{text}</rsp:Stream>')
        if exit_code is None or process.has_output:
            state = f'<rsp:CommandState {at} State="{SHELL}/CommandState/Running"></rsp:CommandState>'
        else:
            pieces += [f'<rsp:Stream Name="{name}" {at} End="true"></rsp:Stream>' for name in ("stdout", "stderr")]
            code = f"<rsp:ExitCode>{exit_code}</rsp:ExitCode>"
            state = f'<rsp:CommandState {at} State="{SHELL}/CommandState/Done">{code}</rsp:CommandState>'
        return f"<rsp:ReceiveResponse>{''.join(pieces)}{state}</rsp:ReceiveResponse>"

    def _signal(self, request: Request, user: str) -> str:
        shell = self._shell(request, user)
        element = request.find("rsp:Signal")
        command = self._find(shell, "" if element is None else element.get("CommandId", ""))
        code = "".join(request.texts("rsp:Signal/rsp:Code")).rsplit("/", 1)[-1]
        self._log.add("signal", machine=self.machine.name, command=command.id, code=code)
        command.process.kill(STATUS_CONTROL_C_EXIT if code == "ctrl_c" else 1)
        if code == "terminate":
            del shell.commands[command.id]
        return "<rsp:SignalResponse/>"

    def _delete(self, request: Request, user: str) -> str:
        shell = self._shell(request, user)
        with self._lock:
            self._shells.pop(shell.id, None)
        self._end(shell)
        self._log.add("delete", machine=self.machine.name, shell=shell.id)
        return ""

    def _shell(self, request: Request, user: str) -> Shell:
        with self._lock:
            self._remove_idle()
            shell = self._shells.get(request.selectors.get("ShellId", ""))
        # The shell of another user is reported like one that does not exist.
        if shell is None or shell.owner != user:
            raise invalid_selectors("The Windows Remote Shell cannot process the request. The shell was not found.")
        shell.used = time.monotonic()
        return shell

    @staticmethod
    def _find(shell: Shell, name: str) -> Command:
        if name not in shell.commands:
            message = "The Windows Remote Shell received a request for a command identifier that does not exist."
            raise invalid_selectors(message)
        return shell.commands[name]

    def _remove_idle(self) -> None:
        for shell in list(self._shells.values()):
            if time.monotonic() - shell.used > shell.idle and not any(
                command.process.exit_code is None for command in shell.commands.values()
            ):
                del self._shells[shell.id]

    @staticmethod
    def _end(shell: Shell) -> None:
        for command in shell.commands.values():
            command.process.kill(STATUS_CONTROL_C_EXIT)


def invalid_selectors(message: str) -> WsmanFault:
    detail = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/UnexpectedSelectors"
    return WsmanFault(2150858843, "w:InvalidSelectors", message, sender=True, detail=detail)


def quota(code: int, what: str) -> WsmanFault:
    message = f"The WS-Management service cannot process the request. This user is allowed {what}, which has been exceeded."
    return WsmanFault(code, "w:QuotaLimit", message, sender=True)
