// The program of the WinRM server that plays Windows: `run-line.cjs <cmd|process> <code page> <line>`.
const { playMachine } = require("../windows/play-machine.cjs");

/**
 * The line that `cmd /c` runs. Of one that begins with a quote it removes the first and the last quote, unless these are
 * the only two, around the name of a program with blanks and without &<>()@^|. Source: `cmd /?`.
 */
function lineOfCmd(line) {
  const isName = /^"[^"&<>()@^|]*\s[^"&<>()@^|]*"$/.test(line);
  return !line.startsWith('"') || isName ? line : line.slice(1).replace(/"([^"]*)$/, "$1");
}

const [shell, codePage, line] = process.argv.slice(2);
const { WINRM_FOLDER: folder = "", WINRM_MACHINE: machine } = process.env;
playMachine({ folder, machine, shell, codePage, line: shell === "cmd" ? lineOfCmd(line) : line });
