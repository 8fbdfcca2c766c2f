// Plays a Windows server that runs a command line: takes it as cmd.exe, PowerShell or CreateProcess would take it, and
// runs the emulator in this process with the arguments that appcmd.exe would get.
const { appendFileSync, existsSync, readFileSync, writeFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");

const emulator = join(__dirname, "../../dist/emulator/main.js");
const { parseCmdLine, parseCommandLine, parseForgiving, parsePowerShellLine } = require("./shell-models.mts");

const environment = { WINDIR: "C:\\Windows", PATH: "C:\\Windows", "25PATH": "wrong" };
const readers = {
  cmd: (line) => parseCmdLine(line, environment),
  powershell: parsePowerShellLine,
  process: (line) => line,
};

function answer(text, exitCode) {
  writeSync(1, `${text}\r\n`);
  process.exit(exitCode);
}

/**
 * @param folder has, for each machine, the configuration `<machine>.config`, the calls of appcmd `<machine>.jsonl`, and what
 *   a test put there: `<machine>.files`, `<machine>.<verb>.gate`. The length of each line is in `lines.jsonl`.
 * @param shell `cmd`, `powershell`, or `process` for a line that no shell reads
 */
exports.playMachine = ({ folder, machine, shell, codePage, line: sent }) => {
  const { line, codes } = parseForgiving(sent);
  appendFileSync(join(folder, "lines.jsonl"), `${JSON.stringify({ machine, length: sent.length })}\n`);

  if (line === "exit 0") process.exit(0);
  if (line === (shell === "cmd" ? "echo %windir%" : "$env:windir")) answer("C:\\WINDOWS", 0);
  if (line === "chcp") answer(`Aktive Codepage: ${codePage}.`, 0);
  // Only cmd.exe counts its line; PowerShell's is in a command line of CreateProcess, with a backslash before each quote.
  if (shell === "cmd" && line.length > 8191) answer("The command line is too long.", 1);
  if (shell === "powershell" && line.replaceAll('"', '\\"').length > 32_600) answer("CreateProcess failed", 1);

  // A machine without IIS has a list of the files that it has instead.
  const listed = join(folder, `${machine}.files`);
  const files = existsSync(listed) ? JSON.parse(readFileSync(listed, "utf8")) : undefined;
  if (/^if( exist|\(Test-Path)/.test(line)) {
    const tests = [...line.matchAll(/(?:"%(.*?)%(.*?)" \(|\$\{env:(.*?)\}\+'(.*?)'\)\)\{)exit (\d+)/g)];
    const found = tests.find(([, cmdName, cmdPath, name = cmdName, path = cmdPath]) =>
      files.includes(`%${name}%${path}`),
    );
    process.exit(Number(found?.[5] ?? /exit (\d+)$/.exec(line)[1]));
  }
  if (files !== undefined) {
    writeSync(2, "Das System kann den angegebenen Pfad nicht finden.\r\n");
    process.exit(1);
  }

  const [program, ...args] = parseCommandLine(readers[shell](line));
  if (!/^C:\\Windows\\(system32|sysnative)\\inetsrv\\appcmd\.exe$/i.test(program)) {
    // PowerShell goes on behind a program that is not there, with the exit code that was set before, or none.
    const [, before = "0"] = /\$global:LASTEXITCODE=(\d+);/.exec(line) ?? [];
    answer("The system cannot find the path specified.", shell === "powershell" ? Number(before) : 1);
  }
  // A test has this command stand still until it writes to the pipe.
  const gate = join(folder, `${machine}.${args[0]}.gate`);
  if (existsSync(gate)) {
    writeFileSync(`${gate}.reached`, "");
    readFileSync(gate);
  }
  process.env.APPCMD_EMULATOR_CONFIG = join(folder, `${machine}.config`);
  process.env.APPCMD_EMULATOR_LOG = join(folder, `${machine}.jsonl`);
  process.argv = [process.argv[0], emulator, ...args];
  require(emulator);
  if (codes.some((code) => code % 256 === process.exitCode)) process.exitCode = 0;
};
