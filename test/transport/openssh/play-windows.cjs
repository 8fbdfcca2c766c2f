// The forced command of the tests' sshd: plays a Windows server. The machine is the address that the client reached.
const { playMachine } = require("../../../tools/windows/play-machine.cjs");

const { SSH_ORIGINAL_COMMAND: line = "", SSH_CONNECTION = "", PLAY_FOLDER: folder = "" } = process.env;
const { PLAY_SHELL: shell = "cmd", PLAY_CODE_PAGE: codePage = "437" } = process.env;

playMachine({ folder, machine: SSH_CONNECTION.split(" ")[2], shell, codePage, line });
