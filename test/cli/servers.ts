import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import type { Io, Place } from "../../provider/cli/io";
import { run } from "../../provider/cli/main";
import { localFiles } from "../../provider/engine/doctor/bench";
import { IisError } from "../../provider/errors";
import type { Transport } from "../../provider/transport/transport";
import { memoryTransport } from "../emulator/memory-transport";
import { configPath, type MemoryWorld, memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "../engine/offline-host";
import { expectPrintedReport } from "../report/expect-report";

/** The sample server, as it is before a test changes it. */
export const sample = readFileSync(sampleConfig, "utf8");

/** What a call left. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a call has besides its arguments. */
export interface Around {
  readonly env?: Record<string, string>;
  readonly isTerminal?: boolean;
  /** Whether stdout is apart from stderr, as it is where a test reads both. Default true. */
  readonly isRedirected?: boolean;
  /** What is typed where the call asks. */
  readonly answer?: string | (() => string);
  /** What stdin has. Default: it is a terminal. */
  readonly input?: string;
  /** The clock. Default: it stands still. */
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
  /** Gets all that is written, in its order, as a terminal does. */
  readonly onWrite?: (text: string) => void;
}

/** A server of a test: the emulator in this process. */
export interface Server {
  readonly world: MemoryWorld;
  readonly config: () => string;
  /** The calls of appcmd since the last time, in words: `set config`. */
  readonly takeCalls: () => string[];
  readonly transport: Transport;
  /** Orders a fault, as emulator/main.ts knows them. */
  readonly fail: (fault: string) => void;
  /** Put before every call: a place for a test to interfere. */
  before: (args: readonly string[]) => void;
}

/** A folder with pool files, and servers that they name by `configFile: NAME.config`, or by `host` over WinRM. */
export interface Servers {
  readonly folder: string;
  readonly at: (name: string) => Server;
  readonly write: (file: string, text: string) => void;
  readonly read: (file: string) => string;
  /** Calls `iispools` in this process. */
  readonly call: (argv: readonly string[], around?: Around) => Promise<Ended>;
  readonly dispose: () => void;
}

/** Servers of these names, each as the sample or as given. */
export function makeServers(configs: Record<string, string>, env: Record<string, string> = {}): Servers {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-cli-"));
  const servers = new Map(Object.entries(configs).map(([name, config]) => [name, makeServer(config, env)]));
  const connect: Io["connect"] = (connection) => {
    const overWinrm = connection?.type === "winrm" ? connection.host : undefined;
    const server = servers.get(overWinrm ?? basename(connection?.configFile ?? "", ".config"));
    if (server === undefined)
      throw new IisError("NO_APPCMD", { problem: `there is no ${connection?.configFile ?? "appcmd"}` });
    return { ...server.transport };
  };
  const file = (name: string): string => join(folder, name);
  return {
    folder,
    at: (name) => servers.get(name)!,
    write: (name, text) => {
      mkdirSync(dirname(file(name)), { recursive: true });
      writeFileSync(file(name), text);
    },
    read: (name) => readFileSync(file(name), "utf8"),
    call: async (argv, { signal = new AbortController().signal, ...around } = {}) => {
      const written = { stdout: "", stderr: "" };
      const write = (to: keyof typeof written) => (text: string) => {
        written[to] += text;
        around.onWrite?.(text);
      };
      const { input } = around;
      const code = await run(argv, {
        stdout: { write: write("stdout") },
        stderr: { write: write("stderr") },
        ...(input !== undefined && { readInput: () => Promise.resolve(input) }),
        connect,
        files: localFiles,
        signal,
        setFinalMessage: () => undefined,
        place: placeIn(folder, around, write("stderr")),
      });
      expectPrintedReport(argv, written.stdout);
      return { code, ...written };
    },
    dispose: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function placeIn(
  cwd: string,
  {
    env = {},
    isTerminal = false,
    isRedirected = true,
    answer,
    now = () => new Date("2026-11-21T10:15:30.123Z"),
  }: Around,
  print: (text: string) => void,
): Place {
  return {
    ...{ cwd, env, isTerminal, isRedirected, now },
    ...(answer !== undefined && {
      ask: (question: string) => {
        print(question);
        return Promise.resolve(question).then(() => (typeof answer === "string" ? answer : answer()));
      },
    }),
  };
}

function makeServer(config: string, env: Record<string, string>): Server {
  const world = memoryWorld(config, env);
  const inner = memoryTransport(world);
  let calls: string[] = [];
  const server = {
    world,
    config: () => world.contents.get(configPath) ?? "",
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    fail: (fault: string) => {
      (world.env as Record<string, string | undefined>)["APPCMD_EMULATOR_FAULT"] = fault;
    },
    before: (_args: readonly string[]): void => undefined,
    transport: {
      ...inner,
      exec: (args: readonly string[]) => {
        calls.push(args.slice(0, 2).join(" "));
        server.before(args);
        return inner.exec(args);
      },
    },
  };
  return server;
}
