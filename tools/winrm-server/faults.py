"""Faults that tests inject: what goes wrong, at which action, how often."""

import dataclasses
import threading


KINDS = {
    # Before the request is carried out.
    *("drop-before", "unauthorized", "status", "fault", "lose-shells", "hold"),
    # After it.
    *("drop-after", "cut", "slow", "garbage", "flood", "unsealed", "tamper", "forge", "silence", "other-command"),
}


@dataclasses.dataclass
class Fault:
    #: Create, Command, Receive, Signal, Delete, * for any of these, or Login for a message of a login.
    at: str
    #: See `do` in README.md.
    do: str
    #: So many times; the first `skip` requests for the action are spared.
    times: int = 1
    skip: int = 0
    #: What `do` needs to know: milliseconds, bytes, an HTTP status, or the fields of a fault.
    value: object = None

    def __post_init__(self) -> None:
        if self.do not in KINDS:
            raise ValueError(f"no fault {self.do}")


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._gate = threading.Event()

    def inject(self, faults: list) -> None:
        """Replaces all faults."""
        with self._lock:
            self._gate.clear()
            self._faults = [Fault(**fault) for fault in faults]

    def take(self, action: str) -> Fault | None:
        """The fault of this request, which counts as one of its times."""
        with self._lock:
            for fault in self._faults:
                if fault.times == 0 or (fault.at != action and (fault.at != "*" or action == "Login")):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return None

    def hold(self) -> None:
        """Returns when a test releases what is held."""
        self._gate.wait()

    def release(self) -> None:
        self._gate.set()
