// How Windows, cmd.exe, PowerShell and appcmd read what provider/quoting/ and provider/appcmd/edit.ts write: models after the sources that each of them
// names, for tests and benchmarks. test/quoting/command-line.wine.test.ts compares the first one with Windows' own parser.

/** The parts of a command line: blanks, backslashes before a quote, a quote, anything else. */
const token = /([ \t]+)|(\\+)(?=")|(")|[^]/g;

/**
 * The arguments that a Windows program receives for a command line without the program: the rules of the C run-time
 * library, and the inverse of `quoteCommandLine`. Before a quote two backslashes are one, and an odd backslash makes
 * the quote a character. Two quotes within quotes are one. Other backslashes are unchanged. Source:
 * https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 */
export function parseCommandLine(line: string): string[] {
  const found: string[] = [];
  let current: string | undefined;
  let inQuotes = false;
  let literalQuote = false;
  let closedAt = -1;
  for (const match of line.matchAll(token)) {
    const [text, blanks, backslashes, quote] = match;
    if (blanks !== undefined && !inQuotes) {
      if (current !== undefined) found.push(current);
      current = undefined;
      continue;
    }
    current ??= "";
    if (backslashes !== undefined) {
      current += "\\".repeat(backslashes.length >> 1);
      literalQuote = backslashes.length % 2 === 1;
    } else if (quote === undefined || literalQuote) {
      current += text;
      literalQuote = false;
    } else if (closedAt === match.index) {
      // The previous quote closed a quoted part and another quote follows: the two are one quote character.
      current += '"';
      inQuotes = true;
      closedAt = -1;
    } else {
      closedAt = inQuotes ? match.index + 1 : -1;
      inQuotes = !inQuotes;
    }
  }
  return current === undefined ? found : [...found, current];
}

/**
 * The command line that cmd.exe starts for a line: the inverse of `quoteForCmd`, with the program. It follows the rules
 * at a prompt: first percent signs, then carets and quotes. Modifiers such as `%NAME:a=b%` are not supported. Source:
 * https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd
 *
 * @param environment names in upper case
 * @throws Error if the line would be more than one command, or a redirection
 */
export function parseCmdLine(line: string, environment: Readonly<Record<string, string>> = {}): string {
  let inQuotes = false;
  let command = "";
  let escaped = false;
  for (const character of expandVariables(line, environment)) {
    if (character === "^" && !inQuotes && !escaped) {
      escaped = true;
      continue;
    }
    if (!escaped && character === '"') inQuotes = !inQuotes;
    if (!escaped && !inQuotes && /[&|<>]/.test(character)) {
      throw new Error(`cmd.exe reads a ${character} of the line as an operator`);
    }
    command += character;
    escaped = false;
  }
  return command;
}

function expandVariables(line: string, environment: Readonly<Record<string, string>>): string {
  const reference = /%([^%:]+)(?::[^%]*)?%/y;
  let expanded = "";
  for (let at = 0; at < line.length;) {
    reference.lastIndex = at;
    const [text, name = ""] = reference.exec(line) ?? [""];
    const value = environment[name.toUpperCase()];
    // An undefined name is unchanged, and its second percent sign may be the first of the next name.
    expanded += value ?? line.charAt(at);
    at += value === undefined ? 1 : text.length;
  }
  return expanded;
}

const literal = "['\u2018-\u201b]((?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*)['\u2018-\u201b]";
const programText = `(?:${literal}|\\(\\$env:windir\\+${literal}\\))`;

/**
 * The command line that PowerShell starts for a line of `quoteForPowerShell`: its inverse, with the program. It models
 * how PowerShell 5.1 reads verbatim strings and passes arguments to programs, with Windows in `C:\Windows`. Source:
 * https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_parsing
 *
 * @throws Error for a line of any other form
 */
export function parsePowerShellLine(line: string): string {
  const [, command = ""] =
    /^\$PSNativeCommandArgumentPassing='Legacy';\$global:LASTEXITCODE=1;(.*);exit \$LASTEXITCODE$/s.exec(line) ?? [];
  if (!new RegExp(`^& ${programText}(?: ${literal})*$`).test(command)) {
    throw new Error("PowerShell reads the line as more than one program and its arguments");
  }
  const [program = "", ...rest] = [...command.matchAll(new RegExp(literal, "g"))].map(([, text = ""]) =>
    text.replace(/['\u2018-\u201b](['\u2018-\u201b])/g, "$1"),
  );
  const windir = command.startsWith("& ($env:windir") ? "C:\\Windows" : "";
  return [`"${windir}${program}"`, ...rest.flatMap(passToProgram)].join(" ");
}

/**
 * What PowerShell 5.1 writes into a command line for an argument: quotes around one with a blank outside quotes, else
 * the argument unchanged. It escapes no quote and no backslash, drops an empty argument, and interprets `--%`, quoted
 * or not. Sources: `NeedQuotes` of NativeCommandParameterBinder.cs, https://github.com/PowerShell/PowerShell,
 * https://github.com/PowerShell/PowerShell/issues/1995
 */
export function passToProgram(argument: string): string[] {
  if (argument === "" || argument === "--%") return [];
  // For PowerShell one backslash before a quote is enough; it does not count them.
  const outsideQuotes = argument.split(/(?<!\\)"/).filter((_, index) => index % 2 === 0);
  return [outsideQuotes.some((text) => /\s/.test(text)) ? `"${argument}"` : argument];
}

/** A line without what handles exit codes, and the codes that it forgives and retries. */
interface ForgivingLine {
  readonly line: string;
  readonly codes: readonly number[];
  readonly retried: readonly number[];
}

/**
 * The inverse of `forgiveCodes` for both shells of Windows: the original line, and the codes that it forgives and
 * retries. Any other line is returned unchanged.
 */
export function parseForgiving(line: string): ForgivingLine {
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

/** The value as appcmd decodes it: the inverse of `escapeValue`. A percent sign that starts no escape is unchanged. */
export function unescapeValue(text: string): string {
  return text.replace(/%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, (_, unit?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(unit ?? byte ?? "", 16)),
  );
}

/** The text between the quotes of an indexer as appcmd decodes it: the inverse of `escapeIndexerValue`. */
export function unescapeIndexerValue(text: string): string {
  return unescapeValue(text.replaceAll("''", "'"));
}
