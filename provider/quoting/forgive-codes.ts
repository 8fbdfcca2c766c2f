import { powerShellEnd } from "./quote-powershell";

/** Exit codes of a program that stand for success, and what is printed then. */
export interface Forgiven {
  /** Above 0. */
  readonly codes: readonly number[];
  /** Letters, digits, blanks, commas and colons: every shell prints them as they are. */
  readonly message: string;
}

/** A bare `exit` would keep the program's code in Windows, and not in other systems that have a cmd.exe. */
const endOfCmd = "(if errorlevel 0 if not errorlevel 1 exit 0) & exit 1";

/**
 * A line of `quoteForCmd`, `quoteForPowerShell` or `quoteForSh` that ends with 0 where the program ends with 0 or a
 * forgiven code, and else with the program's own, in cmd.exe with 1. `if errorlevel` means "at least"; a code above
 * 2,147,483,647 is negative to it.
 * A POSIX shell sees the lowest eight bits of a code.
 * Source: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/if
 */
export const forgiveCodes = {
  cmd: (line: string, { codes, message }: Forgiven): string => {
    const forgive = (code: number): string =>
      `(if errorlevel ${code} if not errorlevel ${code + 1} (echo ${message}& exit 0))`;
    return [line, ...codes.map(forgive), endOfCmd].join(" & ");
  },
  powershell: (line: string, { codes, message }: Forgiven): string => {
    const forgive = `;if(${codes.join(",")} -contains $LASTEXITCODE){'${message}';exit 0}`;
    return `${line.slice(0, -powerShellEnd.length)}${forgive}${powerShellEnd}`;
  },
  sh: (line: string, { codes, message }: Forgiven): string => {
    const seen = codes.map((code) => code % 256).join("|");
    return `${line} || { code=$?; case $code in ${seen}) echo '${message}';; *) exit $code;; esac; }`;
  },
} as const;

/**
 * The line without what `forgiveCodes` put behind it, and the codes that it forgives: its inverse for both shells of
 * Windows. Of any other line nothing is taken.
 */
export function parseForgiving(line: string): { readonly line: string; readonly codes: readonly number[] } {
  const command = line.endsWith(` & ${endOfCmd}`) ? line.slice(0, -` & ${endOfCmd}`.length) : "";
  const inCmd = /^(.*?)((?: & \(if errorlevel \d+ if not errorlevel \d+ \(echo [\w ,:]+& exit 0\)\))+)$/.exec(command);
  if (inCmd !== null) {
    const codes = [...(inCmd[2] ?? "").matchAll(/\(if errorlevel (\d+)/g)].map(([, code]) => Number(code));
    return { line: inCmd[1] ?? "", codes };
  }
  const inPowerShell = /^(.*);if\(([\d,]+) -contains \$LASTEXITCODE\)\{'[\w ,:]+';exit 0\}(;.*)$/.exec(line);
  if (inPowerShell === null) return { line, codes: [] };
  const [, start = "", codes = "", end = ""] = inPowerShell;
  return { line: start + end, codes: codes.split(",").map(Number) };
}
