import { powerShellEnd, powerShellStart } from "./powershell";

/** How to handle exit codes of a program, by their numbers: between 1 and 2,147,483,646. */
export interface Forgiven {
  /** Codes that count as success. */
  readonly codes: readonly number[];
  /** The text to print then. Letters, digits, blanks, commas and colons: every shell prints them unchanged. */
  readonly message: string;
  /** Codes after which the program is started again after one second, at most {@link attempts} times in all. */
  readonly retried: readonly number[];
}

/** The maximum number of starts: about ten seconds. */
export const attempts = 10;

/** `timeout` does not wait if standard input is not a console. */
const waitInCmd = "ping -n 2 127.0.0.1 >nul";

const successInCmd = "(if errorlevel 0 if not errorlevel 1 exit 0)";

/** A code that is not retried becomes 1: a bare `exit` would keep the program's code on Windows only. */
function endInCmd(retried: readonly number[]): string {
  const codes = retried.toSorted((a, b) => a - b);
  const gaps = [0, ...codes].map((code, index) => {
    const next = codes[index];
    const above = index === 0 ? "" : `if errorlevel ${code + 1} `;
    return `(${above}${next === undefined ? "" : `if not errorlevel ${next} `}exit 1)`;
  });
  return gaps.join(" & ");
}

/**
 * Extends a line of `quoteForCmd`, `quoteForPowerShell` or `quoteForSh`. It exits with 0 if the program exits with 0 or
 * a forgiven code, and starts the program again after a retried code. Else it exits with the program's code, in cmd.exe
 * with 1. `if errorlevel` means "at least"; it reads a code above 2,147,483,647 as negative. The line of cmd.exe is for
 * a prompt, as with `cmd /c`: in a batch file the variable of `for` would be `%%Z`. A POSIX shell sees the lowest eight
 * bits of a code. Sources: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/if,
 * https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/for
 */
export const forgiveCodes = {
  cmd: (line: string, { codes, message, retried }: Forgiven): string => {
    const forgive = (code: number): string =>
      `(if errorlevel ${code} if not errorlevel ${code + 1} (echo ${message}& exit 0))`;
    const last = `(if %Z==${attempts} exit 1)`;
    const steps = [line, successInCmd, ...codes.map(forgive), endInCmd(retried), last, waitInCmd];
    // `do` repeats everything up to the end of the line, and `@` hides all of it.
    return `for /l %Z in (1,1,${attempts}) do @${steps.join(" & ")}`;
  },
  powershell: (line: string, { codes, message, retried }: Forgiven): string => {
    const command = line.slice(powerShellStart.length, -powerShellEnd.length);
    const retry = `if(${list(retried)} -notcontains $LASTEXITCODE){break};Start-Sleep -Seconds 1`;
    const forgive = `if(${list(codes)} -contains $LASTEXITCODE){'${message}';exit 0}`;
    return `${powerShellStart}for($i=0;$i -lt ${attempts};$i++){${command};${retry}};${forgive}${powerShellEnd}`;
  },
  sh: (line: string, { codes, message, retried }: Forgiven): string => {
    const patterns = (some: readonly number[]): string => some.map((code) => code % 256).join("|");
    const forgive = `${patterns(codes)}) echo '${message}'; exit 0;;`;
    const retry = `${patterns(retried)}) n=$((n+1)); [ $n -lt ${attempts} ] || exit $code; sleep 1;;`;
    return `n=0; until ${line}; do code=$?; case $code in ${forgive} ${retry} *) exit $code;; esac; done`;
  },
} as const;

/** The comma makes a list of one element. */
function list(codes: readonly number[]): string {
  return `@(${codes.join(",")})`;
}
