/** A transient error of appcmd: a moment later the same command may succeed, or may no longer be required. */
export interface TransientError {
  /** The Win32 code, or the whole HRESULT if it contains none. */
  readonly code: number;
  /** Its name in Windows. */
  readonly name: string;
  /** The commands after which it is transient. */
  readonly after: "any command" | "start and stop";
  /** Whether it means that nothing was done. The same command may then be sent again without reading the host first. */
  readonly isUndone: boolean;
  /** What happened, for people. */
  readonly meaning: string;
  /** Public reports and documentation. */
  readonly sources: readonly string[];
}

const systemErrors = "https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes--1000-1299-";
const rpcErrors = "https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes--1700-3999-";
const comErrors =
  "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-erref/705fb797-2175-4a90-b5a3-3918024b10b8";
/** The tests of ASP.NET Core for IIS wait and retry on these codes. */
const aspNetCore =
  "https://github.com/dotnet/aspnetcore/blob/main/src/Servers/IIS/IntegrationTesting.IIS/src/IISDeployer.cs";

const issue = (repository: string, number: number): string => `https://github.com/${repository}/issues/${number}`;

function answer(
  code: number,
  name: string,
  meaning: string,
  sources: readonly string[],
  more: Partial<TransientError> = {},
): TransientError {
  return { code, name, after: "any command", isUndone: false, meaning, sources, ...more };
}

const afterStartStop = { after: "start and stop" } as const;
const undone = { isUndone: true } as const;

/** Every transient error, by its code. docs/administrators/errors.md has the same table. */
export const transientErrors: readonly TransientError[] = [
  answer(32, "ERROR_SHARING_VIOLATION", "another process has the configuration file open", [
    issue("OctopusDeploy/Issues", 1269),
    aspNetCore,
  ]),
  answer(
    1056,
    "ERROR_SERVICE_ALREADY_RUNNING",
    "the pool is started already",
    [issue("microsoft/azure-pipelines-extensions", 573)],
    afterStartStop,
  ),
  answer(1058, "ERROR_SERVICE_DISABLED", "the pool or its service is currently disabled", [systemErrors], undone),
  answer(
    1061,
    "ERROR_SERVICE_CANNOT_ACCEPT_CTRL",
    "WAS is changing the state of the pool, as right after a commit or a stop",
    [
      issue("OctopusDeploy/Library", 1374),
      issue("microsoft/azure-pipelines-tasks", 8262),
      issue("puppetlabs/puppetlabs-iis", 386),
      issue("dsccommunity/WebAdministrationDsc", 230),
      aspNetCore,
    ],
    undone,
  ),
  answer(
    1062,
    "ERROR_SERVICE_NOT_ACTIVE",
    "the pool is stopped already",
    [issue("microsoft/azure-pipelines-tasks", 8262), issue("microsoft/azure-pipelines-tasks", 12490)],
    afterStartStop,
  ),
  answer(1224, "ERROR_USER_MAPPED_FILE", "another program changed the configuration file on the disk", [systemErrors]),
  answer(1460, "ERROR_TIMEOUT", "a service did not respond in time", [issue("microsoft/IIS.ServiceMonitor", 49)]),
  answer(1722, "RPC_S_SERVER_UNAVAILABLE", "WAS is starting or stopping and cannot be reached", [rpcErrors], undone),
  answer(1723, "RPC_S_SERVER_TOO_BUSY", "WAS was too busy to accept the call", [rpcErrors], undone),
  answer(1726, "RPC_S_CALL_FAILED", "the call to WAS failed; it may have been carried out", [rpcErrors]),
  answer(1727, "RPC_S_CALL_FAILED_DNE", "the call to WAS failed and was not carried out", [rpcErrors], undone),
  answer(
    4312,
    "ERROR_OBJECT_NOT_FOUND",
    "WAS does not know the pool yet, right after it was created",
    [issue("sous-chefs/iis", 114), aspNetCore],
    afterStartStop,
  ),
  answer(0x80010006, "RPC_E_CONNECTION_TERMINATED", "the connection to WAS was terminated", [comErrors]),
  answer(0x80010108, "RPC_E_DISCONNECTED", "WAS ended during the call", [comErrors]),
  answer(0x8001010a, "RPC_E_SERVERCALL_RETRYLATER", "WAS requests to be called later", [comErrors], undone),
];

const startStopVerbs: readonly string[] = ["start", "stop"];

/** Whether the code is transient after a command of that verb. */
export function isTransientCode(code: number, verb: string): boolean {
  return transientErrors.some(
    (one) => one.code === code && (one.after === "any command" || startStopVerbs.includes(verb)),
  );
}

/** The HRESULT in brackets, in any language: appcmd translates only the word before it. */
const printedHresult = /\(\s*hresult\s*:\s*(?:0x)?([0-9a-f]{8})(?![0-9a-f])/i;

/**
 * The code that appcmd exited with, in one form: the Win32 code of an HRESULT that contains one. The printed code is
 * used if a shell reduced the exit code to 1, or a Unix layer such as Cygwin or WSL to its last eight bits.
 */
export function codeOf(exitCode: number, stdout: string): number {
  const hresult = printedHresult.exec(stdout)?.[1];
  if (hresult === undefined || exitCode < 1 || exitCode > 255) return win32Of(exitCode);
  const printed = win32Of(Number.parseInt(hresult, 16));
  return exitCode === 1 || printed % 256 === exitCode ? printed : exitCode;
}

function win32Of(code: number): number {
  return code >>> 16 === 0x8007 ? code & 0xffff : code;
}
