/** What docs/errors.md says of a code, in Markdown. */
interface Explained {
  /** What it means. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Stable codes by which callers tell errors apart, each explained. docs/errors.md is made of it (`npm run docs`). */
export const errorCodes = {
  NO_APPCMD: {
    meaning: "there is no appcmd to start, or no such configuration file",
    remedy: "set `connection`, or run on the IIS server",
  },
  APPCMD_FAILED: {
    meaning: "appcmd refused; its exit code and message are quoted",
    remedy: "depends on the message: rights (5), a service that is down (50), a value that this IIS refuses (87)",
  },
  UNREADABLE_OUTPUT: {
    meaning:
      "appcmd's answer is empty, cut off, not the XML it should be, or in an unknown code page; or a pool's name is not in that code page",
    remedy:
      "try again; if it stays, look at what `appcmd list apppool /config:* /xml` prints on the server; for a code page set `connection.codePage`; for a name, rename the pool or set the console to UTF-8 (`chcp 65001`)",
  },
  OUTPUT_TOO_LARGE: {
    meaning:
      "one command printed more than 256 MB, on standard output and standard error together; it was ended and nothing of it was kept",
    remedy: "run the command on the server to see what answers there; check `appcmdPath` and the server",
  },
  UNSUPPORTED_ATTRIBUTE: {
    meaning:
      "the server's IIS does not have a declared attribute; the version that brought it is named, where it is known",
    remedy: "leave it out for that server",
  },
  POOL_EXISTS: {
    meaning:
      "a pool to be created, or to take the place of a renamed one, is there already; in the second case nothing was deleted",
    remedy:
      "`adopt: true` takes it over as it is; a renamed resource needs `aliases`, `--replace` needs `deleteBeforeReplace: true` ([more](plugin.md#which-resource-has-a-pool))",
  },
  POOL_MISSING: {
    meaning:
      "`AppPool.get`, `pulumi import`, `RecycleAppPool`, or `recycle`, `start`, `stop` and `ps` of iispools, name a pool or a worker process that is not there",
    remedy: "correct the name; the message has what is there",
  },
  IMPORTED_ELSEWHERE: {
    meaning:
      "the option `import` found the pool on the server of the provider's configuration, and the connection of the resource names another server; nothing was replaced",
    remedy:
      "name the server in the provider's configuration, and remove the resource from the state if `up` put it there",
  },
  POOL_IN_USE: {
    meaning: "applications use the pool that is to be deleted; they are named",
    remedy: "move them, or `forceDelete: true`",
  },
  POOL_STOPPED: {
    meaning:
      "a pool that is to be recycled is stopped, and none of the call was recycled; or a pool that has to run does not, behind a wave",
    remedy: "`iispools start`, if it is to run",
  },
  COMMAND_TOO_LONG: {
    meaning: "a single change does not fit into one command line",
    remedy: "shorten the value",
  },
  OUT_OF_RESOURCES: {
    meaning:
      "this machine has no open file, process or memory left for the work on a host; the other hosts are not affected",
    remedy: "fewer hosts at a time (`--parallel`), or a higher limit (`ulimit -n`)",
  },
  INTERNAL: {
    meaning:
      "an unexpected exception in the work on a host, which is a bug of pulumi-iis; the other hosts are not affected. The message quotes no value",
    remedy:
      "rerun with `--debug` (for a program: `PULUMI_IIS_DEBUG=1`) and report the message with its stack; for an apply, plan again to see what is left",
  },
  UNREACHABLE: {
    meaning:
      "no SSH server answers, or none that this package can talk to, or it disconnects after each login; the attempts are counted",
    remedy: "look at the host's name, its network, its firewall and its service sshd",
  },
  AUTH_FAILED: {
    meaning:
      "the SSH server does not let the user in, or asks for more than the password; or the key cannot be used, or there is nothing to log in with",
    remedy: "what was tried, and what the server takes, is in the message; see [ssh.md](ssh.md)",
  },
  HOST_KEY_UNKNOWN: {
    meaning: "nothing says whether this is the right machine; nothing was sent to it",
    remedy:
      "compare the fingerprint with the one on the machine, then add the line that the message gives to known_hosts",
  },
  HOST_KEY_MISMATCH: {
    meaning: "the machine has another key than it should: it was set up anew, or another machine answers",
    remedy: "find out which; then replace the key where the message says",
  },
  COMMAND_NOT_SAFE: {
    meaning: "a name or value holds what no command line carries unchanged (NUL, line breaks, …)",
    remedy: "change the value",
  },
  VERIFY_FAILED: {
    meaning: "appcmd reported success, and read back the value is another; both are named",
    remedy: "look for another writer (policy, Chef, DSC) on the server",
  },
  NOT_RECYCLED: {
    meaning:
      "`iispools recycle --wait`, or `RecycleAppPool` with `wait`: an old worker process is still there 10 s after the pool's `shutdownTimeLimit`",
    remedy: "look on the server at what it does, and end it if need be",
  },
  PROBE_FAILED: {
    meaning: "an application did not answer a probe with the status that was asked for, in time",
    remedy:
      "look at its log and at the event log; for an application that takes longer to start, give the probe more time",
  },
  PASSWORD_UNREADABLE: {
    meaning:
      "a pool takes the place of another one (`renamedFrom`), whose password the host does not show; or `[enc:…:enc]` would be written",
    remedy: "declare `processModel` with `identityType`, `userName` and `password`",
  },
  PLAN_STALE: {
    meaning: "the host is no longer as it was when the plan was made; nothing was written on any host",
    remedy: "plan and review anew",
  },
  PLAN_UNREADABLE: {
    meaning:
      "a saved plan is damaged, was edited, is of another version, or an environment variable that it names is not set",
    remedy: "set the variable, or plan anew with `iispools plan --out`",
  },
  PLAN_UNTRUSTED: {
    meaning:
      "`IISPOOLS_PLAN_KEY` is set, and the saved plan is not signed with that key, or was changed after it was signed; nothing was read or written",
    remedy: "save the plan anew where the same key is set",
  },
  PLAN_HOLDS_SECRET: {
    meaning: "a password stands in the pool file in clear, and a plan file holds no passwords",
    remedy: "write `${env:NAME}` in the pool file",
  },
  NEEDS_FORCE: {
    meaning: "the plan is risky: many pools at once, or pools deleted, renamed, stopped or run as another account",
    remedy: "read the plan; `--force` if it is meant",
  },
  NOT_BEGUN: {
    meaning: "nothing was done for this pool, as something before it failed",
    remedy: "fix what failed and apply again",
  },
  INTERRUPTED: {
    meaning: "the run was interrupted; what was written is still read back, and what is left of it is reported",
    remedy: "plan again to see what is left",
  },
  TIMEOUT: {
    meaning:
      "a resource was not done within its `customTimeouts`; its command was ended and what is left of it is reported",
    remedy: "give it more time, or find out why the host is slow; run again",
  },
  READ_ONLY: {
    meaning: "something differs or is to be sent, and the provider has `readOnly: true`; nothing was written",
    remedy: "what differs is in the message; `pulumi config set iis:readOnly false` if it is to be written",
  },
} as const satisfies Record<string, Explained>;

/** A stable code of an error. */
export type ErrorCode = keyof typeof errorCodes;
