"""A WinRM service on loopback for tests and benchmarks, as far as WS-Man shells go. README.md has its options.

The first line of standard input has the options, in JSON. Each further line is an order, which one line of standard
output confirms. It ends when standard input is closed.
"""

import json
import sys
import threading

from event_log import EventLog
from faults import Faults
from listener import Listener
from login import Accounts
from process import Machine
from settings import Settings
from shells import Shells


def main() -> None:
    settings = Settings(**json.loads(sys.stdin.readline()))
    log = EventLog(settings.log)
    faults = Faults()
    accounts = Accounts(settings)
    port = settings.port
    for address in settings.addresses:
        shells = Shells(settings, log, Machine(settings, address))
        listener = Listener((address, port), settings, accounts, shells, faults, log)
        # Like the machines of a fleet, all addresses have one port.
        port = listener.server_address[1]
        threading.Thread(target=listener.serve_forever, daemon=True).start()
    say({"port": port})
    for line in sys.stdin:
        order = json.loads(line)
        if "faults" in order:
            faults.inject(order["faults"])
        if order.get("release"):
            faults.release()
        say({"done": True})


def say(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


main()
