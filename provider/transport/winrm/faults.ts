import { IisError } from "../../errors";
import { describeSystemError } from "../../read-file";
import { shorten } from "../../text";
import { longestQuote } from "../remote/failures";
import type { ServiceFailure } from "../transport";
import type { WsmanFault } from "./answer";

/** Windows' error codes in faults. Source: wsmerror.h of the Windows SDK. */
const quotas: readonly (readonly [number, number])[] = [
  [1816, 1816],
  [0x803381a5, 0x803381a8],
  [0x803381ab, 0x803381ab],
  [0x803381e4, 0x803381e9],
];

/** Whether no request may wait any longer on the server; it may be asked again. */
export function isTimeOut({ code, subcode }: WsmanFault): boolean {
  return code === 0x80338029 || subcode === "TimedOut";
}

/** Whether the shell, or the command, does not exist on the server any more. */
export function isGone({ code, subcode }: WsmanFault): boolean {
  return code === 0x8033805b || subcode === "InvalidSelectors";
}

/** Whether the server allows no further command in this shell; Windows never lowers that count, but a new shell has its own. */
export function isUsedUp({ code }: WsmanFault): boolean {
  return code === 0x803381a6;
}

/** Whether the program of a command does not exist. */
function isMissingProgram({ code }: WsmanFault): boolean {
  return [2, 3, 0x80070002, 0x80070003].includes(code);
}

/** Whether the envelope that was asked for, or a request, is larger than the server allows. */
export function isTooLarge({ subcode }: WsmanFault): boolean {
  return subcode === "EncodingLimit";
}

/** Whether CreateProcess takes no line of this length. */
function isTooLong({ code }: WsmanFault): boolean {
  return [206, 0x800700ce].includes(code);
}

function isDenied({ code, subcode }: WsmanFault): boolean {
  return [5, 0x80070005].includes(code) || subcode === "AccessDenied";
}

function isQuota({ code, subcode }: WsmanFault): boolean {
  return subcode === "QuotaLimit" || quotas.some(([from, to]) => code >= from && code <= to);
}

/** What to do after a fault that this package does not know. */
const readLog =
  "Read on the server why: Get-WinEvent -LogName Microsoft-Windows-WinRM/Operational -MaxEvents 20. Then rerun";

/** A fault of a server that has started nothing, as an error. */
export function refusedRequest(host: string, fault: WsmanFault): IisError {
  const text = fault.message.replaceAll(/\s+/g, " ").replace(/[ .]+$/, "");
  const said = text === "" ? "" : `: ${shorten(text, longestQuote)}`;
  if (isDenied(fault)) {
    const hint =
      "The user must be an administrator of the server; for a local account other than Administrator set " +
      "LocalAccountTokenFilterPolicy to 1 there";
    return new IisError("ACCESS_DENIED", { host, problem: `the WinRM service refuses this user a shell${said}`, hint });
  }
  if (isQuota(fault)) {
    const hint =
      "End shells that other programs left open, use fewer programs at a time, or raise the quota: winrm get winrm/config/winrs shows them";
    return new IisError("QUOTA_EXCEEDED", { host, problem: `a quota of the WinRM service is reached${said}`, hint });
  }
  const problem = `the WinRM service refuses a request${numberOf(fault)}${said}`;
  return new IisError("UNREACHABLE", { host, problem, hint: readLog });
}

/**
 * The error for a fault that says that a command was not started; undefined for any other fault. It does not quote the
 * service, whose text may repeat the command and its secrets.
 */
export function refusedCommand(host: string, fault: WsmanFault): IisError | undefined {
  if (isMissingProgram(fault)) {
    const hint = "Check that IIS is installed and that appcmdPath is correct";
    return new IisError("NO_APPCMD", { host, problem: `cannot start appcmd: ${describeSystemError("ENOENT")}`, hint });
  }
  if (isTooLarge(fault) || isTooLong(fault)) {
    const hint = "Raise the limit on the server in PowerShell: Set-Item WSMan:\\localhost\\MaxEnvelopeSizekb 500";
    return new IisError("COMMAND_TOO_LONG", { host, problem: "the WinRM service refuses so long a request", hint });
  }
  const isKnown = isDenied(fault) || isQuota(fault) || isGone(fault);
  return isKnown ? refusedRequest(host, { ...fault, message: "" }) : undefined;
}

/** Why the result of a command is unknown. */
export function serviceFailure(fault: WsmanFault): ServiceFailure {
  return { reason: `the WinRM service failed${numberOf(fault)}: ${fault.message}`, hint: readLog };
}

function numberOf({ code }: WsmanFault): string {
  return code === 0 ? "" : ` (0x${code.toString(16)})`;
}
