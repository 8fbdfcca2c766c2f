import { powerShellEnd, powerShellStart } from "./powershell";

/** What becomes of exit codes of a program, by their numbers: between 1 and 2,147,483,646. */
export interface Forgiven {
  /** Those that stand for success. */
  readonly codes: readonly number[];
  /** What is printed then. Letters, digits, blanks, commas and colons: every shell prints them as they are. */
  readonly message: string;
  /** Those after which the program is started again, {@link attempts} times in all, a second later each time. */
  readonly retried: readonly number[];
}

/** How often the program is started at most: for about ten seconds. */
export const attempts = 10;

/** `timeout` refuses to wait where standard input is no console. */
const waitInCmd = "ping -n 2 127.0.0.1 >nul";

const successInCmd = "(if errorlevel 0 if not errorlevel 1 exit 0)";

/** What is not retried ends with 1: a bare `exit` would keep the program's code in Windows, and not in other systems. */
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
 * A line of `quoteForCmd`, `quoteForPowerShell` or `quoteForSh` that ends with 0 where the program ends with 0 or a
 * forgiven code, starts it again after a retried one, and else ends with the program's own code, in cmd.exe with 1.
 * `if errorlevel` means "at least"; a code above 2,147,483,647 is negative to it. The line of cmd.exe is for a prompt, as
 * `cmd /c` has one: in a batch file the variable of `for` would be written `%%Z`. A POSIX shell sees the lowest eight bits
 * of a code.
 * Sources: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/if,
 * https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/for
 */
export const forgiveCodes = {
  cmd: (line: string, { codes, message, retried }: Forgiven): string => {
    const forgive = (code: number): string =>
      `(if errorlevel ${code} if not errorlevel ${code + 1} (echo ${message}& exit 0))`;
    const last = `(if %Z==${attempts} exit 1)`;
    const steps = [line, successInCmd, ...codes.map(forgive), endInCmd(retried), last, waitInCmd];
    // What follows `do` is done each time, to the end of the line, and `@` keeps all of it from being shown.
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

/** A list of one element is a list too. */
function list(codes: readonly number[]): string {
  return `@(${codes.join(",")})`;
}

/**
 * The line without what `forgiveCodes` put round it, and the codes that it forgives and retries: its inverse for both
 * shells of Windows. Of any other line nothing is taken.
 */
export function parseForgiving(line: string): { readonly line: string } & Omit<Forgiven, "message"> {
  const inCmd = /^for \/l %Z in \(1,1,\d+\) do @(.*?) & \(if errorlevel 0 if not errorlevel 1 exit 0\)(.*)$/.exec(line);
  if (inCmd !== null) {
    const [, command = "", rest = ""] = inCmd;
    return {
      line: command,
      codes: numbersIn(rest, /\(if errorlevel (\d+) if not errorlevel \d+ \(echo /g),
      retried: numbersIn(rest, /if not errorlevel (\d+) exit 1\)/g),
    };
  }
  const inPowerShell =
    /^(.*?)for\(\$i=0;\$i -lt \d+;\$i\+\+\)\{(.*);if\(@\(([\d,]+)\) -notcontains \$LASTEXITCODE\)\{break\}.*?\};if\(@\(([\d,]+)\) -contains \$LASTEXITCODE\)\{'[\w ,:]+';exit 0\}(;.*)$/.exec(
      line,
    );
  if (inPowerShell === null) return { line, codes: [], retried: [] };
  const [, start = "", command = "", retried = "", codes = "", end = ""] = inPowerShell;
  return { line: start + command + end, codes: codes.split(",").map(Number), retried: retried.split(",").map(Number) };
}

function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map(([, code]) => Number(code));
}
