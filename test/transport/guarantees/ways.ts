import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerChannel } from "ssh2";
import type { Connection } from "../../../provider/connection/schema";
import { Authority } from "../../../tools/winrm-server/certificates.mts";
import { startWinrmServer } from "../../../tools/winrm-server/start.mts";
import { startCutter } from "../openssh/cutter";
import { newHostKey, startSmallServer } from "../openssh/small-server";

/** The ways to appcmd that have the same guarantees. */
export const ways = ["a process", "SSH", "WinRM over HTTP", "WinRM over HTTPS", "WinRM with cmd.exe"] as const;

/** A call of the appcmd that `player.cjs` plays. */
export interface PlayedCall {
  readonly args: readonly string[];
  readonly pid: number;
}

/** Where `player.cjs` is appcmd. */
export interface Place {
  readonly connection: Connection;
  /** The calls since the last time. */
  takeCalls(): PlayedCall[];
  /** Lets a `wait` with this name end. */
  release(name: string): void;
  /** Breaks the connections that are open; new ones hold. */
  readonly cut: () => void;
  /** The logins so far. */
  readonly logins: () => number;
  stop(): Promise<void>;
}

const player = join(__dirname, "player.cjs");
const login = { user: "Administrator", password: "right" } as const;

type Began = Pick<Place, "connection" | "cut" | "logins" | "stop">;

/** Starts what a way needs. */
export async function startPlace(way: (typeof ways)[number]): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-guarantees-"));
  const calls = join(folder, "calls.jsonl");
  let taken = 0;
  const began = await (way === "a process"
    ? beginProcess(folder)
    : way === "SSH"
      ? beginSsh(folder)
      : beginWinrm(folder, way === "WinRM over HTTPS", way === "WinRM with cmd.exe"));
  return {
    ...began,
    takeCalls() {
      if (!existsSync(calls)) return [];
      // The last line may not be whole yet.
      const lines = readFileSync(calls, "utf8").split("\n").slice(taken, -1);
      taken += lines.length;
      return lines.map((line) => JSON.parse(line) as PlayedCall);
    },
    release(name) {
      writeFileSync(join(folder, name), "");
    },
    async stop() {
      await began.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function beginProcess(folder: string): Promise<Began> {
  const appcmdPath = join(folder, "appcmd");
  writeFileSync(appcmdPath, `#!/bin/sh\nexec '${process.execPath}' '${player}' '${folder}' args "$@"\n`, {
    mode: 0o755,
  });
  const nothing = { cut: () => undefined, logins: () => 0, stop: () => Promise.resolve() };
  return Promise.resolve({ connection: { appcmdPath }, ...nothing });
}

async function beginSsh(folder: string): Promise<Began> {
  let logins = 0;
  const letIn = (attempt: { accept(): void }): void => {
    logins++;
    attempt.accept();
  };
  const server = await startSmallServer(newHostKey(), letIn, (line, channel) => {
    play(folder, line, channel);
  });
  const cutter = await startCutter(server.port);
  return {
    connection: { ...login, host: "127.0.0.1", port: cutter.port, insecureIgnoreHostKey: true },
    cut: () => {
      cutter.cut();
    },
    logins: () => logins,
    async stop() {
      await cutter.stop();
      await server.stop();
    },
  };
}

/** Runs a line as Windows would: with an exit code of 32 bits, and until its session is closed. */
function play(folder: string, line: string, channel: ServerChannel): void {
  const child = spawn(process.execPath, [player, folder, "cmd", line], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const [, stdout, stderr, full] = child.stdio;
  let text = "";
  full?.on("data", (piece: Buffer) => (text += piece.toString()));
  stdout?.pipe(channel, { end: false });
  stderr?.pipe(channel.stderr, { end: false });
  // A session that is closed takes no more output.
  for (const stream of [channel, channel.stderr]) stream.on("error", () => undefined);
  channel.on("close", () => child.kill("SIGKILL")).resume();
  child.on("close", (code) => {
    if (!channel.writable) return;
    channel.exit(text === "" ? (code ?? 0) : Number(text));
    channel.end();
  });
}

async function beginWinrm(folder: string, isHttps: boolean, isWithCmd: boolean): Promise<Began> {
  const authority = new Authority(folder);
  const server = await startWinrmServer({
    users: { [login.user]: login.password },
    program: [process.execPath, player, folder],
    ...(isHttps && { tls: authority.issue("server") }),
  });
  const cutter = await startCutter(server.port);
  const trust = isHttps ? { caCert: authority.certificate } : { https: false };
  return {
    connection: {
      ...login,
      host: "127.0.0.1",
      type: "winrm",
      port: cutter.port,
      ...trust,
      ...(isWithCmd && { shell: "cmd" }),
    },
    cut: () => {
      cutter.cut();
    },
    logins: () => server.log().filter(({ event }) => event === "login").length,
    async stop() {
      await cutter.stop();
      await server.stop();
    },
  };
}
