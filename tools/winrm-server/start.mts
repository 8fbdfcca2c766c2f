import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { folderOf } from "../workspace/places.mts";

/** A name of `methods` of a server. */
export type Method = "negotiate" | "ntlm" | "kerberos" | "basic" | "certificate";

/** The options of the server; README.md has their meaning and defaults. */
export interface WinrmServerOptions {
  readonly users?: Readonly<Record<string, string>>;
  readonly denied?: readonly string[];
  readonly addresses?: readonly string[];
  /** HTTPS; paths of PEM files. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly clientCa?: string };
  readonly methods?: readonly Method[];
  readonly certificates?: Readonly<Record<string, string>>;
  readonly cbt?: "none" | "relaxed" | "strict";
  /** Default: one that runs the line with the emulator of appcmd. */
  readonly program?: readonly string[];
  /** The path of a Unix socket that answers lines in place of the program. */
  readonly socket?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly programs?: readonly string[];
  readonly maxShells?: number;
  readonly maxOperations?: number;
  readonly maxEnvelopeSize?: number;
  readonly idleTimeout?: number;
}

/** Something that goes wrong; README.md has the meaning of `do`. */
export interface WinrmFault {
  readonly at: "Create" | "Command" | "Receive" | "Signal" | "Delete" | "*" | "Login";
  readonly do:
    | ("drop-before" | "unauthorized" | "status" | "fault" | "lose-shells" | "hold")
    | ("drop-after" | "cut" | "slow" | "garbage" | "flood" | "unsealed" | "tamper")
    | ("forge" | "silence" | "other-command");
  readonly times?: number;
  readonly skip?: number;
  readonly value?: unknown;
}

/** An event of the server's log. */
export interface WinrmEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A running WinRM server. */
export interface WinrmServer {
  /** Its files; the default program uses `<address>.config` here. */
  readonly folder: string;
  readonly port: number;
  /** Of its first address. */
  readonly url: string;
  /** What happened so far. */
  log(): WinrmEvent[];
  /** Replaces all faults. */
  inject(faults: readonly WinrmFault[]): Promise<void>;
  /** Lets go what the fault `hold` holds. */
  release(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a WinRM server on loopback and waits until it listens.
 *
 * @param env more variables of its process. With `KRB5_KTNAME` it accepts Kerberos, which takes packages of its own
 */
export async function startWinrmServer(
  options: WinrmServerOptions = {},
  env: Readonly<Record<string, string>> = {},
): Promise<WinrmServer> {
  const lists = env["KRB5_KTNAME"] === undefined ? ["winrm"] : ["winrm", "kerberos"];
  const python = join(await folderOf("tools/python/find.mts", ...lists), "bin", "python");
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-winrm-"));
  const logFile = join(folder, "events.jsonl");
  const child = spawn(python, [join(import.meta.dirname, "main.py")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, WINRM_FOLDER: folder, ...env },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", resolve));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const order = async (line: unknown): Promise<Record<string, unknown>> => {
    child.stdin.write(`${JSON.stringify(line)}\n`);
    const answer = (await answers.next()) as IteratorResult<string, undefined>;
    if (answer.done === true) throw new Error("the WinRM server ended");
    return JSON.parse(answer.value) as Record<string, unknown>;
  };
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const program = [process.execPath, join(import.meta.dirname, "run-line.cjs")];
  try {
    const { port } = (await order({ log: logFile, users: {}, program, ...options })) as { port: number };
    const [address = "127.0.0.1"] = options.addresses ?? [];
    return {
      folder,
      port,
      url: `${options.tls === undefined ? "http" : "https"}://${address}:${port}/wsman`,
      log: () =>
        readFileSync(logFile, "utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line) as WinrmEvent),
      async inject(faults) {
        await order({ faults });
      },
      async release() {
        await order({ release: true });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
