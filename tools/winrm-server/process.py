"""Processes of the machine: a command line, with cmd.exe or without, becomes a process of the program of the settings."""

import json
import os
import signal
import socket
import threading

from settings import Settings
from soap import WsmanFault

CREATE_PROCESS_LIMIT = 32_767
CMD_LIMIT = 8_191
STATUS_CONTROL_C_EXIT = 0xC000013A


def length_of(line: str) -> int:
    """As Windows counts: in UTF-16."""
    return len(line.encode("utf-16-le")) // 2


class Process:
    """A running program, or one that has ended. `changed` is called on another thread when it printed or ended."""

    def __init__(self, program: list, environment: dict, changed: object) -> None:
        self._lock = threading.Lock()
        self._changed = changed
        self._output = {"stdout": bytearray(), "stderr": bytearray()}
        self._full_code = bytearray()
        self.exit_code: int | None = None
        self._killed_with: int | None = None
        if not program:
            self.exit_code = 0
            return
        readers, actions = [], [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
        # The program can report a code of 32 bits at file descriptor 3; POSIX keeps eight of them.
        targets = [(self._output["stdout"], 1), (self._output["stderr"], 2), (self._full_code, 3)]
        pipes = [(buffer, number, *os.pipe()) for buffer, number in targets]
        for buffer, number, reading, writing in pipes:
            actions.append((os.POSIX_SPAWN_DUP2, writing, number))
            readers.append(threading.Thread(target=self._read, args=(reading, buffer), daemon=True))
        self._pid = os.posix_spawnp(program[0], program, environment, file_actions=actions, setpgroup=0)
        for _, _, _, writing in pipes:
            os.close(writing)
        for reader in readers:
            reader.start()
        threading.Thread(target=self._wait, args=(readers,), daemon=True).start()

    def take(self, name: str, size: int) -> bytes:
        """Up to so many bytes of a stream, which are gone then."""
        with self._lock:
            buffer = self._output[name]
            taken = bytes(buffer[:size])
            del buffer[:size]
            return taken

    @property
    def has_output(self) -> bool:
        return any(self._output.values())

    def kill(self, exit_code: int) -> None:
        """Ends it with this exit code, if it has not ended."""
        with self._lock:
            if self.exit_code is None and self._killed_with is None:
                self._killed_with = exit_code
                os.killpg(self._pid, signal.SIGKILL)

    def _read(self, descriptor: int, buffer: bytearray) -> None:
        with open(descriptor, "rb", buffering=0) as pipe:
            while piece := pipe.read(65_536):
                with self._lock:
                    buffer += piece
                self._changed()

    def _wait(self, readers: list) -> None:
        for reader in readers:
            reader.join()
        # The lock keeps the id from being killed after it is another process's.
        os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)
        with self._lock:
            _, status = os.waitpid(self._pid, 0)
            code = os.waitstatus_to_exitcode(status)
            text = self._full_code.decode().strip()
            full = int(text) if text.isdigit() else code & 0xFFFFFFFF
            self.exit_code = full if self._killed_with is None else self._killed_with
        self._changed()


class Answered(Process):
    """A line whose output another process knows at once: benchmarks start no process for each line."""

    def __init__(self, path: str, question: dict) -> None:
        super().__init__([], {}, None)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(path)
            connection.sendall(json.dumps(question).encode() + b"\n")
            with connection.makefile("rb") as pipe:
                answer = json.load(pipe)
        self._output["stdout"] += answer["stdout"].encode()
        self.exit_code = answer["exitCode"]


class Machine:
    """What runs at one address."""

    def __init__(self, settings: Settings, address: str) -> None:
        self._settings = settings
        values = {name: value.replace("{address}", address) for name, value in settings.environment.items()}
        self._environment = {**os.environ, **values, "WINRM_MACHINE": address}
        self.name = address

    def start(self, command: str, arguments: list, *, with_cmd: bool, code_page: str, changed: object) -> Process:
        """
        :raises WsmanFault: if Windows could not start it
        """
        line = " ".join([command, *arguments])
        if not with_cmd:
            self._check_program(command)
        elif length_of(line) > CMD_LIMIT:
            # The worst that was reported: the line is cut, and neither output nor exit code says so.
            return Process([], {}, changed)
        if length_of(line) > CREATE_PROCESS_LIMIT:
            raise WsmanFault(2147942606, "w:InternalError", "The filename or extension is too long.")
        if self._settings.socket is not None:
            question = {"machine": self.name, "shell": "cmd" if with_cmd else "process", "line": line}
            return Answered(self._settings.socket, question)
        program = [*self._settings.program, "cmd" if with_cmd else "process", code_page, line]
        return Process(program, self._environment, changed)

    def _check_program(self, command: str) -> None:
        """CreateProcess takes the command as the path of a file: no search on PATH, no variables, no quotes."""
        if command.lower() not in (program.lower() for program in self._settings.programs):
            raise WsmanFault(2147942402, "w:InternalError", "The system cannot find the file specified.")
