import { tellingFiles } from "#dist/provider/appcmd/known-failures.js";
import { firstFileForCmd } from "#dist/provider/quoting/cmd.js";
import { firstFileCode } from "#dist/provider/quoting/quote.js";
import { connect } from "#dist/provider/transport/connect.js";
import { appcmd, cmdProgram, expect } from "./machine.mts";
import { testPrefix } from "./pools.mts";
import type { WinrmProbe } from "./winrm-probe.mts";

/** What this package assumes of WinRM, and how it is verified. */
export interface WinrmAssumption {
  readonly id: string;
  /** @throws Error with what differs */
  readonly verify: (probe: WinrmProbe) => Promise<void>;
}

const inCmd = (line: string) => ({ command: line, isForCmd: true });
const asProcess = (line: string) => ({ command: cmdProgram, arguments: `/d /c ${line}`, isForCmd: false });

/** 0xC00CEE2B, which appcmd has for a file that is not well-formed. */
const longExitCode = 0xc00c_ee2b;
/** The quota of processes in a shell is 25 by default. */
const moreThanAShellHas = 40;
/** More than one answer of the service may have. */
const lines = 20_000;

/** docs/contributors/evidence.md has a row for each. */
export const winrmAssumptions: readonly WinrmAssumption[] = [
  {
    id: "command-line",
    async verify(probe) {
      const { stdout } = await probe.run(asProcess("echo %cmdcmdline%"));
      const isJoined = /cmd\.exe"? \/d \/c echo %cmdcmdline%\s*$/i.test(stdout);
      expect(isJoined, "a command line of the program, one blank and the arguments", { stdout });
    },
  },
  {
    id: "line-of-cmd",
    async verify(probe) {
      const folder = await probe.run(inCmd("echo %windir%"));
      expect(/^[a-z]:\\\S/i.test(folder.stdout), "cmd.exe to expand a variable", folder);
      const first = await probe.run(inCmd(firstFileForCmd(tellingFiles)));
      expect(first.exitCode === firstFileCode, "cmd.exe to find appcmd.exe by a line with quotes", first);
    },
  },
  {
    id: "exit-code",
    async verify(probe) {
      for (const start of [inCmd, asProcess]) {
        const result = await probe.run(start(`exit ${longExitCode | 0}`));
        expect(result.exitCode === longExitCode, `exit code ${longExitCode}`, result);
      }
    },
  },
  {
    id: "utf-8",
    async verify({ connection }) {
      const pool = `${testPrefix}-winrm-Größe-Ж`;
      await appcmd("add", "apppool", `/name:${pool}`);
      const result = await connect({ ...connection, codePage: 437 }).exec(["list", "apppool", pool, "/text:name"]);
      expect(result.stdout.trimEnd() === pool && result.codePage === undefined, `${pool} in UTF-8`, result);
    },
  },
  {
    id: "long-line",
    async verify({ connection }) {
      const args = ["list", "apppool", `/name:${"x".repeat(29_000)}`];
      const withoutCmd = { ...connection };
      delete withoutCmd.shell;
      const [result, here] = [await connect(withoutCmd).exec(args), await appcmd(...args)];
      const isSame = result.exitCode === here.exitCode && result.stdout === here.stdout + here.stderr;
      expect(isSame, `what appcmd prints here for a long line, with exit code ${here.exitCode}`, result);
    },
  },
  {
    id: "long-output",
    async verify(probe) {
      const line = "0123456789".repeat(3);
      const { stdout } = await probe.run(asProcess(`for /l %i in (1,1,${lines}) do @echo ${line}`));
      expect(stdout === `${line}\r\n`.repeat(lines), `${lines} lines, and not ${stdout.length} characters`);
    },
  },
  {
    id: "missing-program",
    async verify(probe) {
      const missing = { command: `${cmdProgram}.${testPrefix}`, arguments: "", isForCmd: false };
      const error: unknown = await probe.run(missing).catch((error: unknown) => error);
      const { code, message } = error as { readonly code?: string; readonly message?: string };
      expect(code === "NO_APPCMD", "the error NO_APPCMD for a program that does not exist", { stdout: message ?? "" });
    },
  },
  {
    id: "ended-commands",
    async verify(probe) {
      await probe.run(inCmd("exit 0"));
      const { id } = probe.shell;
      for (let at = 0; at < moreThanAShellHas; at++) await probe.run(inCmd("exit 0"));
      expect(probe.shell.id === id, `one shell to run ${moreThanAShellHas} commands, one after the other`);
    },
  },
  {
    id: "lost-shell",
    async verify(probe) {
      await probe.run(inCmd("exit 0"));
      const { id } = probe.shell;
      await probe.deleteShell();
      await probe.run(inCmd("exit 0"));
      expect(probe.shell.id !== id, "a new shell after the first one is gone");
    },
  },
  { id: "second-login", verify: (probe) => probe.logInTwice() },
];
