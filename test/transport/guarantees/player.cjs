// An appcmd that does what its first argument says. Node runs it as `player.cjs <folder> args <argument …>`, with the shell and the line
// of a server (`cmd <line>`), or as the program of the WinRM server (`cmd|process <code page> <line>`).
const { appendFileSync, existsSync, writeSync } = require("node:fs");
const { join } = require("node:path");
const { parseCmdLine, parseCommandLine, parseForgiving } = require("../../../tools/windows/shell-models.mts");

const [folder, shell, ...rest] = process.argv.slice(2);
const environment = { WINDIR: "C:\\Windows", PATH: "C:\\Windows", "25PATH": "wrong" };
const line = rest.at(-1);

function end(code) {
  if (code > 255) writeSync(3, String(code));
  process.exit(code % 256);
}

function argumentsOfCall() {
  if (shell === "args") return rest;
  if (line === "echo %windir%") {
    writeSync(1, "C:\\WINDOWS\r\n");
    end(0);
  }
  const read = shell === "cmd" ? parseCmdLine(parseForgiving(line).line, environment) : line;
  return read === "chcp" ? [read] : parseCommandLine(read).slice(1);
}

const args = argumentsOfCall();
appendFileSync(join(folder, "calls.jsonl"), `${JSON.stringify({ args, pid: process.pid })}\n`);

const actions = {
  chcp: () => writeSync(1, "Aktive Codepage: 850.\r\n"),
  exit: () => {
    writeSync(1, "said ");
    writeSync(2, "and complained");
    end(Number(args[1]));
  },
  echo: () => process.stdout.write(JSON.stringify(args)),
  print: () => process.stdout.write("x".repeat(Number(args[1]))),
  german: () => writeSync(1, Buffer.from("Gr\x94\xe1e", "latin1")),
  endless: () => {
    const piece = "x".repeat(65_536);
    for (;;) writeSync(Number(args[1]), piece);
  },
  // Until a test has put a file there.
  wait: () => {
    const timer = setInterval(() => {
      if (!existsSync(join(folder, args[1]))) return;
      clearInterval(timer);
      writeSync(1, "waited");
    }, 10);
  },
};
actions[args[0]]();
