// The forced command of the tests' sshd: plays a Windows server. It takes the line that the client sent as cmd.exe or
// PowerShell would take it, and runs the emulator with the arguments that appcmd.exe would get.
const { appendFileSync, existsSync, readFileSync, writeFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "../../../dist");
const models = require("../../../tools/windows/shell-models.mts");
const { parseCmdLine, parseCommandLine, parseForgiving, parsePowerShellLine } = models;

const sent = process.env.SSH_ORIGINAL_COMMAND ?? "";
const { line, codes } = parseForgiving(sent);
const { PLAY_SHELL = "cmd", PLAY_FOLDER = "", PLAY_CODE_PAGE = "437" } = process.env;
// The machine is the address that the client reached.
const machine = (process.env.SSH_CONNECTION ?? "").split(" ")[2];
appendFileSync(join(PLAY_FOLDER, "lines.jsonl"), `${JSON.stringify({ machine, length: sent.length })}\n`);

function answer(text, exitCode) {
  writeSync(1, `${text}\r\n`);
  process.exit(exitCode);
}

if (line === "exit 0") process.exit(0);
if (line === (PLAY_SHELL === "cmd" ? "echo %windir%" : "$env:windir")) answer("C:\\WINDOWS", 0);
if (line === "chcp") answer(`Aktive Codepage: ${PLAY_CODE_PAGE}.`, 0);
// Only cmd.exe counts its line; PowerShell's is in a command line of CreateProcess, with a backslash before each quote.
if (PLAY_SHELL === "cmd" && line.length > 8191) answer("The command line is too long.", 1);
if (PLAY_SHELL !== "cmd" && line.replaceAll('"', '\\"').length > 32_600) answer("CreateProcess failed", 1);

// A machine without IIS has a list of the files that it has instead.
const listed = join(PLAY_FOLDER, `${machine}.files`);
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

const environment = { WINDIR: "C:\\Windows", PATH: "C:\\Windows", "25PATH": "wrong" };
const commandLine = PLAY_SHELL === "cmd" ? parseCmdLine(line, environment) : parsePowerShellLine(line);
const [program, ...args] = parseCommandLine(commandLine);
if (!/^C:\\Windows\\(system32|sysnative)\\inetsrv\\appcmd\.exe$/i.test(program)) {
  // PowerShell goes on behind a program that is not there, with the exit code that was set before, or none.
  const [, before = "0"] = /\$global:LASTEXITCODE=(\d+);/.exec(line) ?? [];
  answer("The system cannot find the path specified.", PLAY_SHELL === "cmd" ? 1 : Number(before));
}
// A test has this command stand still until it writes to the pipe.
const gate = join(PLAY_FOLDER, `${machine}.${args[0]}.gate`);
if (existsSync(gate)) {
  writeFileSync(`${gate}.reached`, "");
  readFileSync(gate);
}
process.env.APPCMD_EMULATOR_CONFIG = join(PLAY_FOLDER, `${machine}.config`);
process.env.APPCMD_EMULATOR_LOG = join(PLAY_FOLDER, `${machine}.jsonl`);
const emulator = `${dist}/emulator/main.js`;
process.argv = [process.argv[0], emulator, ...args];
require(emulator);
if (codes.some((code) => code % 256 === process.exitCode)) process.exitCode = 0;
