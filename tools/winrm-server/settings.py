"""The options of the server: what differs between two Windows machines with WinRM."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Settings:
    #: The file that gets the events, one line of JSON each. Beside it is `<log>.users`.
    log: str
    #: Name -> password. A name can have a domain: `DOMAIN\\name`.
    users: dict
    #: Names that can log in and may not use a shell.
    denied: list = dataclasses.field(default_factory=list)
    #: Loopback addresses, each a machine of its own.
    addresses: list = dataclasses.field(default_factory=lambda: ["127.0.0.1"])
    port: int = 0
    #: HTTPS with `certificate` and `key` (PEM files). `clientCa` (PEM file) lets in certificates of that authority.
    tls: dict | None = None
    #: Of negotiate, ntlm, kerberos, basic, certificate, in the order of the headers of a 401.
    methods: list = dataclasses.field(default_factory=lambda: ["negotiate", "kerberos"])
    #: Common name of a client certificate -> user.
    certificates: dict = dataclasses.field(default_factory=dict)
    #: As CbtHardeningLevel of the WinRM service: none, relaxed or strict.
    cbt: str = "relaxed"
    #: The program that runs a command line, with its first arguments; see process.py.
    program: list = dataclasses.field(default_factory=list)
    #: The path of a Unix socket that answers command lines in place of the program; see process.py.
    socket: str | None = None
    #: Variables of that program; `{address}` in a value is the address of the machine.
    environment: dict = dataclasses.field(default_factory=dict)
    #: The programs that the machine has, for commands without cmd.exe.
    programs: list = dataclasses.field(default_factory=lambda: [r"C:\Windows\system32\inetsrv\appcmd.exe"])
    #: The quotas of one user: MaxShellsPerUser and MaxConcurrentOperationsPerUser.
    maxShells: int = 30
    maxOperations: int = 1500
    #: MaxEnvelopeSizekb of the service, in bytes; a request can ask for less.
    maxEnvelopeSize: int = 512_000
    #: Seconds, if a shell asks for no idle time of its own.
    idleTimeout: float = 7200
