import type { ErrorCode } from "../error-codes";
import type { WindowsFile } from "../quoting/quote";

/** Where appcmd runs, as this process sees it; `file` is the emulator on an applicationHost.config. */
export type Reach = "this machine" | "ssh" | "winrm" | "file";

/** A failure that its exit code explains. */
export interface KnownFailure {
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly hint: Readonly<Record<Reach, string>>;
}

/** A hint that is the same for every server that is not this machine. */
function elsewhere(hint: string): Pick<KnownFailure["hint"], "ssh" | "winrm"> {
  return { ssh: hint, winrm: hint };
}

const checkShare =
  "Open the share from the server; its path and user are in %windir%\\system32\\inetsrv\\config\\redirection.config";

/** What no local file ends with: the configuration is shared, and its share cannot be reached or refuses the user. */
const lostShare: KnownFailure = {
  code: "SHARED_CONFIGURATION_LOST",
  hint: { "this machine": checkShare, ...elsewhere(checkShare), file: "Open the share from this machine" },
};

const startWas = "Start it in an elevated prompt: net start WAS. If it runs, the prompt is not elevated";

/**
 * Exit codes of appcmd with an error code of their own, in place of `APPCMD_FAILED`. appcmd translates its messages, so
 * only the exit code decides. Sources:
 * https://github.com/MicrosoftLearning/AZ400-DesigningandImplementingMicrosoftDevOpsSolutions/issues/200 (5),
 * https://github.com/OctopusDeploy/Issues/issues/1269 (32),
 * https://github.com/microsoft/azure-pipelines-extensions/issues/1136 (50);
 * of shares, where no report quotes appcmd: https://blogs.iis.net/wonyoo/shared-configuration-and-password-expiration,
 * https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes--0-499- (53 bad network path, 64 network name gone,
 * 67 bad network name), --1000-1299- (1231 network unreachable), --1300-1699- (1326 logon failure)
 */
const knownFailures: ReadonlyMap<number, KnownFailure> = new Map<number, KnownFailure>([
  [
    5,
    {
      code: "ACCESS_DENIED",
      hint: {
        "this machine": "Open an elevated prompt (Run as administrator)",
        ...elsewhere("The user must be an administrator of the server"),
        file: "Check who may read and write the file",
      },
    },
  ],
  [
    32,
    {
      code: "FILE_IN_USE",
      hint: {
        "this machine": "Find the other tool that writes IIS's configuration, wait for its end and rerun",
        ...elsewhere("Find the other tool on the server that writes IIS's configuration, wait for its end and rerun"),
        file: "Close the program that has the file open and rerun",
      },
    },
  ],
  [50, { code: "WAS_NOT_AVAILABLE", hint: { "this machine": startWas, ...elsewhere(startWas), file: startWas } }],
  ...[53, 64, 67, 1231, 1326].map((exitCode) => [exitCode, lostShare] as const),
]);

/** What an exit code says without its message; undefined if it is not one of those that are known. */
export function knownFailure(exitCode: number): KnownFailure | undefined {
  return knownFailures.get(exitCode);
}

/** The codes of a command that appcmd refused. */
export const commandFailures: readonly ErrorCode[] = [
  "APPCMD_FAILED",
  ...new Set([...knownFailures.values()].map(({ code }) => code)),
];

const inetsrv = (file: string): WindowsFile => ({ variable: "windir", path: `\\system32\\inetsrv\\${file}` });

/** Files whose existence decides why appcmd cannot be started; the first that exists counts. */
export const tellingFiles: readonly WindowsFile[] = [
  inetsrv("appcmd.exe"),
  inetsrv("w3wp.exe"),
  { variable: "ProgramFiles", path: "\\IIS Express\\appcmd.exe" },
  { variable: "ProgramFiles(x86)", path: "\\IIS Express\\appcmd.exe" },
];

/** The error of a machine without IIS's appcmd.exe. */
export interface MissingAppcmd {
  readonly code: ErrorCode;
  readonly problem: string;
  readonly hint: string;
}

const install = "in an elevated PowerShell: Install-WindowsFeature Web-Server -IncludeManagementTools";
const isMissing = "there is no %windir%\\system32\\inetsrv\\appcmd.exe";

const notInstalled: MissingAppcmd = {
  code: "IIS_NOT_INSTALLED",
  problem: `${isMissing}, because IIS is not installed`,
  hint: `Install IIS ${install}`,
};
const onlyExpress: MissingAppcmd = {
  code: "ONLY_IIS_EXPRESS",
  problem: `${isMissing}: only IIS Express is installed, which does not run as a service`,
  hint: `Install IIS ${install}`,
};
const withoutTools: MissingAppcmd = {
  code: "MANAGEMENT_TOOLS_MISSING",
  problem: `${isMissing}, although w3wp.exe is in the same folder`,
  hint: `Install IIS's management tools ${install}`,
};

/**
 * Why appcmd cannot be started.
 *
 * @param first the index of the first file of {@link tellingFiles} that exists; their number if none does
 * @returns undefined if appcmd exists, or if the index has another value
 */
export function missingAppcmd(first: number): MissingAppcmd | undefined {
  return [undefined, withoutTools, onlyExpress, onlyExpress, notInstalled][first];
}

/** The codes of a machine on which no appcmd can be started. */
export const withoutAppcmd: readonly ErrorCode[] = [
  "NO_APPCMD",
  "IIS_NOT_INSTALLED",
  "ONLY_IIS_EXPRESS",
  "MANAGEMENT_TOOLS_MISSING",
];
