/** The row of a code in docs/administrators/errors.md, in Markdown. */
interface Explained {
  /** What it means. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** The stable codes of errors, each explained. docs/administrators/errors.md is generated from it (`npm run docs`). */
export const errorCodes = {
  NO_APPCMD: {
    meaning: "appcmd or the configuration file does not exist",
    remedy: "set `connection`, or run on the IIS server",
  },
  IIS_NOT_INSTALLED: {
    meaning: "the machine has no `appcmd.exe`, and neither IIS nor IIS Express is installed",
    remedy:
      "`Install-WindowsFeature Web-Server -IncludeManagementTools` in an elevated PowerShell; or set `connection` to another machine or to a file",
  },
  ONLY_IIS_EXPRESS: {
    meaning: "the machine has IIS Express, which does not run as a service, and not IIS",
    remedy: "install IIS, as for `IIS_NOT_INSTALLED`",
  },
  MANAGEMENT_TOOLS_MISSING: {
    meaning: "the machine has `w3wp.exe` and no `appcmd.exe`, for example on Server Core",
    remedy: "`Install-WindowsFeature Web-Server -IncludeManagementTools` in an elevated PowerShell",
  },
  APPCMD_FAILED: {
    meaning:
      "appcmd failed with an exit code that has no code of its own; the message quotes both. Or no exit code came, and the message says why",
    remedy: "depends on the exit code, for example 87: this IIS refuses a value",
  },
  ACCESS_DENIED: {
    meaning:
      "appcmd exited with 5: it may not read or write IIS's configuration (`redirection.config`, `applicationHost.config`)",
    remedy:
      "open an elevated prompt; over SSH and WinRM the user must be an administrator of the server ([rights](rights.md)); offline, check who may write the file",
  },
  WAS_NOT_AVAILABLE: {
    meaning:
      "appcmd exited with 50, or shows the state Unknown: the service WAS is stopped, or the prompt is not elevated",
    remedy: "`net start WAS` in an elevated prompt",
  },
  SHARED_CONFIGURATION_LOST: {
    meaning:
      "appcmd exited with 53, 64, 67, 1231 or 1326: the configuration is on a share (`redirection.config`), and the share cannot be reached, or refuses the user of the redirection",
    remedy:
      "open the share from the server (its path and user are in `%windir%\\system32\\inetsrv\\config\\redirection.config`); after a new password, enter it in IIS Manager under Shared Configuration",
  },
  FILE_IN_USE: {
    meaning: "appcmd exited with 32 for about ten seconds: another tool has the configuration file open",
    remedy: "find the tool (a deployment, IIS Manager, an editor), wait for its end and rerun",
  },
  UNREADABLE_OUTPUT: {
    meaning:
      "the output of appcmd is empty, truncated, not the expected XML, or in an unknown code page; or the code page lacks a character of a pool's name",
    remedy:
      "retry; if it fails again, check the output of `appcmd list apppool /config:* /xml` on the server; for a code page set `connection.codePage`; for a name, rename the pool or set the console to UTF-8 (`chcp 65001`)",
  },
  OUTPUT_TOO_LARGE: {
    meaning:
      "one command printed more than 256 MB, on standard output and standard error together; it was ended and its output discarded",
    remedy: "run the command on the server to see its output; check `appcmdPath`",
  },
  UNSUPPORTED_ATTRIBUTE: {
    meaning:
      "the server's IIS does not have a declared attribute; the message names the version that added it, if known",
    remedy: "remove it for that server",
  },
  POOL_EXISTS: {
    meaning: "the pool to create, or the new pool of a rename, exists already; in the second case nothing was deleted",
    remedy:
      "`adopt: true` takes it over as it is; a renamed resource needs `aliases`, `--replace` needs `deleteBeforeReplace: true` ([more](../pulumi/plugin.md#which-resource-has-a-pool))",
  },
  POOL_MISSING: {
    meaning:
      "`AppPool.get`, `pulumi import`, `RecycleAppPool`, or `recycle`, `start`, `stop` and `ps` of iispools, name a pool or a worker process that does not exist",
    remedy: "correct the name; the message lists what exists",
  },
  IMPORTED_ELSEWHERE: {
    meaning:
      "the option `import` found the pool on the server of the provider's configuration, and the connection of the resource names another server; nothing was replaced",
    remedy:
      "name the server in the provider's configuration, and remove the resource from the state if `up` put it there",
  },
  POOL_IN_USE: {
    meaning: "applications use the pool to delete; the message names them",
    remedy: "move them to another pool; a Pulumi program can set `forceDelete: true` instead",
  },
  POOL_STOPPED: {
    meaning:
      "a pool to recycle is stopped, so no pool of the call was recycled; or a pool that must run does not run after a wave",
    remedy: "start it with `iispools start`",
  },
  COMMAND_TOO_LONG: {
    meaning: "a single change does not fit into one command line",
    remedy: "shorten the value",
  },
  OUT_OF_RESOURCES: {
    meaning:
      "this machine has reached its limit of open files, processes or memory in the work on a host; the other hosts are not affected",
    remedy: "use fewer hosts at a time (`--parallel`), or raise the limit (`ulimit -n`)",
  },
  INTERNAL: {
    meaning:
      "an unexpected exception in the work on a host, which is a bug of pulumi-iis; the other hosts are not affected. The message quotes no value",
    remedy:
      "rerun with `--debug` (for a program: `PULUMI_IIS_DEBUG=1`) and report the message with its stack; for an apply, plan again to see the remaining changes",
  },
  UNREACHABLE: {
    meaning:
      "no SSH server or WinRM answers, or it is not compatible, or it disconnects after each login; the message counts the attempts",
    remedy: "check the host's name, its network, its firewall and its service sshd or WinRM",
  },
  AUTH_FAILED: {
    meaning:
      "the server refuses the login, or asks for more than the password; or the key or certificate cannot be used; or there is no password, key or ticket",
    remedy: "the message lists what was tried and what the server accepts; see [remote-servers.md](remote-servers.md)",
  },
  HOST_KEY_UNKNOWN: {
    meaning: "the host key of the machine is not known; nothing was sent to it",
    remedy: "compare the fingerprint with the one on the machine, then add the line in the message to known_hosts",
  },
  HOST_KEY_MISMATCH: {
    meaning: "the host key of the machine has changed: it was reinstalled, or another machine answers",
    remedy: "find out which; then replace the key in the place that the message names",
  },
  CERTIFICATE_UNTRUSTED: {
    meaning:
      "the HTTPS certificate of WinRM is not from a trusted authority, is not for this host, has expired, or is not the one of `certFingerprint`; nothing was sent to it",
    remedy:
      "set `caCert` to the certificate of its authority; or compare the fingerprint in the message with the one on the server, then set `certFingerprint`",
  },
  QUOTA_EXCEEDED: {
    meaning:
      "the server's WinRM refuses the command, because a quota of the user is used up: shells, processes, memory or operations at a time",
    remedy:
      "end shells that other programs left open, use fewer programs at a time, or raise the quota that the message names (`winrm get winrm/config`)",
  },
  COMMAND_NOT_SAFE: {
    meaning: "a name or value has characters that a command line cannot carry (NUL, line breaks, …)",
    remedy: "change the value",
  },
  VERIFY_FAILED: {
    meaning: "appcmd reported success, but the host has another value; the message has both",
    remedy: "find another tool (policy, Chef, DSC) that changes the server",
  },
  NOT_RECYCLED: {
    meaning:
      "`iispools recycle --wait`, or `RecycleAppPool` with `wait`: an old worker process is still there 10 s after the pool's `shutdownTimeLimit`",
    remedy: "find out on the server what it does, and end it if necessary",
  },
  PROBE_FAILED: {
    meaning: "an application did not answer a health check with the expected status in time",
    remedy: "check its log and the event log; for an application that starts slowly, raise the `timeout` of the probe",
  },
  PASSWORD_UNREADABLE: {
    meaning:
      "the host does not show the password of a pool to rename (`renamedFrom`); or an encrypted password (`[enc:…:enc]`) would be written",
    remedy: "declare `processModel` with `identityType`, `userName` and `password`",
  },
  BACKUP_MISSING: {
    meaning: "`iispools restore` names a backup that no chosen server has",
    remedy: "correct the name; `iispools backups` lists what exists",
  },
  BACKUP_UNREADABLE: {
    meaning:
      "appcmd cannot read the pools of a backup: IIS 7.0 and 7.5 read no other file than their own, or its file is gone or damaged",
    remedy:
      "IIS 7: run the command of the message on the server; it restores the whole backup and overwrites the sites too. Otherwise choose another backup: `iispools backups`",
  },
  PLAN_STALE: {
    meaning: "the host has changed since the plan; nothing was written on that host",
    remedy: "plan and review again",
  },
  PLAN_UNREADABLE: {
    meaning:
      "a saved plan is damaged, was edited, is of another version, or an environment variable that it names is not set",
    remedy: "set the variable, or plan again with `iispools plan --out`",
  },
  PLAN_UNTRUSTED: {
    meaning:
      "`IISPOOLS_PLAN_KEY` is set, and the saved plan is not signed with that key, or was changed after it was signed; nothing was read or written",
    remedy: "save the plan again with the same key",
  },
  PLAN_HOLDS_SECRET: {
    meaning: "the pool file has a password in plain text, and a plan file holds no passwords",
    remedy: "write `${env:NAME}` in the pool file",
  },
  BUNDLE_UNTRUSTED: {
    meaning:
      "what an agent has read is no bundle, is signed with none of the keys of `--trust`, is older than the last one, or was made later than tomorrow; nothing was changed",
    remedy:
      "make a new one with `iispools bundle … --sign` and the key that the agents trust; compare the clocks; or find out who replaced it",
  },
  SOURCE_UNREACHABLE: {
    meaning: "an agent cannot read its pool files, and has no copy of an earlier run; nothing was changed",
    remedy: "check the address or path, the certificate, the network and the rights of SYSTEM on the share",
  },
  HOST_MISSING: {
    meaning: "the pool files of an agent do not have the machine among their hosts; nothing was changed",
    remedy: "add it to `hosts`, or name its host with `--as`",
  },
  RUN_IN_PROGRESS: {
    meaning: "another run of the agent is in progress on this machine; this run did nothing",
    remedy: "wait for its end; if it hangs, end its process",
  },
  TASK_FAILED: {
    meaning: "Windows' Task Scheduler refuses the task of an agent, or this machine has none",
    remedy: "open an elevated prompt on the server; `iispools agent install --print` writes the task to a file",
  },
  NEEDS_FORCE: {
    meaning: "the plan is risky: many pools at once, or pools deleted, renamed, stopped or run as another account",
    remedy: "read the plan; add `--allow` with the names of its risks, or `--force` for all of them",
  },
  NOT_BEGUN: {
    meaning: "this pool was not changed, because an earlier step failed",
    remedy: "fix what failed and apply again",
  },
  INTERRUPTED: {
    meaning: "the run was interrupted; what was written is still read back, and remaining differences are reported",
    remedy: "plan again to see the remaining changes",
  },
  TIMEOUT: {
    meaning:
      "a resource took longer than its `customTimeouts`; its command was ended and remaining differences are reported",
    remedy: "raise the timeout, or find out why the host is slow; then rerun",
  },
  READ_ONLY: {
    meaning:
      "the environment variable `PULUMI_IIS_READ_ONLY` is `true`, or the Pulumi provider has `readOnly: true`, and the run would write; nothing was written",
    remedy:
      "`iispools plan` shows the differences, and with Pulumi the message lists them; to write them: set `PULUMI_IIS_READ_ONLY` to `false`, or remove it and `iis:readOnly`. A destroy has the `iis:readOnly` of the last `up`",
  },
} as const satisfies Record<string, Explained>;

/** A stable code of an error. */
export type ErrorCode = keyof typeof errorCodes;
