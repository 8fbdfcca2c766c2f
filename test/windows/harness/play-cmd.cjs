// The forced command of a test's sshd: has Wine's cmd.exe run what the client sent, by the very command line that OpenSSH
// for Windows starts. PLAY_STARTER is run-lines.exe, PLAY_FOLDER a folder for its files.
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readFileSync, writeFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");

const folder = mkdtempSync(join(process.env.PLAY_FOLDER, "line-"));
const windowsPath = (name) => `Z:${join(folder, name).replaceAll("/", "\\")}`;
writeFileSync(join(folder, "lines"), `cmd.exe /c "${process.env.SSH_ORIGINAL_COMMAND}"\n`, "utf16le");
execFileSync("wine", [process.env.PLAY_STARTER, windowsPath("lines"), windowsPath("output")], { stdio: "ignore" });
const [, printed, code] = /^(.*)= (\d+)\n$/s.exec(readFileSync(join(folder, "output"), "latin1"));
writeSync(1, Buffer.from(printed, "latin1"));
process.exitCode = Number(code) % 256 || Math.min(Number(code), 1);
