"""What happened, for the assertions of tests: a file with one line of JSON an event, written before the answer is sent."""

import json
import threading


class EventLog:
    def __init__(self, path: str) -> None:
        self._file = open(path, "a", encoding="utf-8")
        self._lock = threading.Lock()

    def add(self, event: str, **fields: object) -> None:
        with self._lock:
            self._file.write(json.dumps({"event": event, **fields}) + "\n")
            self._file.flush()
