import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { compiledFolder } from "../../../tools/workspace/places.mts";
import { findProgram } from "./needs";

/** A key pair of a test. */
export interface KeyPair {
  readonly file: string;
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** Makes a key pair in a folder. */
export function makeKeyPair(folder: string, name: string, passphrase = "", type = "ed25519"): KeyPair {
  const file = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", "", "-f", file]);
  const publicKey = readFileSync(`${file}.pub`, "utf8").trim();
  const fingerprint = execFileSync("ssh-keygen", ["-lf", `${file}.pub`], { encoding: "utf8" }).split(" ")[1]!;
  return { file, privateKey: readFileSync(file, "utf8"), publicKey, fingerprint };
}

/** How an SSH server differs from the usual one. */
export interface SshdOptions {
  /** Addresses that it answers at. */
  readonly addresses?: readonly string[];
  /** A line of shell in place of the player of Windows; `undefined` in the options: whatever is asked for is run. */
  readonly forceCommand?: string;
  /** Further lines of its configuration. */
  readonly lines?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether another user than this one may start the forced command. */
  readonly isOpen?: boolean;
}

/** A real OpenSSH server of a test, with keys and configuration of its own. */
export interface Sshd {
  /** Its files: the configuration of each machine is `<address>.config`. */
  readonly folder: string;
  readonly port: number;
  readonly user: string;
  readonly hostKey: KeyPair;
  /** Lets in whoever has it. */
  readonly userKey: KeyPair;
  /** Everything that it logged. */
  readonly log: () => string;
  stop(): Promise<void>;
}

/** A port that is free at the address now. */
export async function freePort(address: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const playWindows = `${inShell(process.execPath)} ${inShell(join(__dirname, "play-windows.cjs"))}`;

/** Starts sshd at a free port. Any of the addresses may have lost it to another program before sshd takes it. */
async function listen(
  file: string,
  config: readonly string[],
  addresses: readonly string[],
): Promise<Pick<Sshd, "port" | "log" | "stop">> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(addresses[0]!);
    const listens = addresses.map((address) => `ListenAddress ${address}:${port}`);
    writeFileSync(file, `${[...config, ...listens].join("\n")}\n`);
    const started = run(file, addresses.length);
    if (await started.listens) return { port, ...started };
    await started.stop();
    if (attempt === 10 || !started.log().includes("already in use")) throw new Error(`sshd ended: ${started.log()}`);
  }
}

/** Runs sshd; `listens`: whether it does at as many addresses as it is to. */
function run(file: string, addresses: number): Pick<Sshd, "log" | "stop"> & { readonly listens: Promise<boolean> } {
  let printed = "";
  const child = spawn(findProgram("sshd")!, ["-D", "-e", "-f", file], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
  });
  const listens = new Promise<boolean>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      // It goes on where it has lost one of several addresses.
      if (printed.includes("already in use")) resolve(false);
      if (printed.split("Server listening").length > addresses) resolve(true);
    });
    child.once("error", reject);
    void ended.then(() => {
      resolve(false);
    });
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  return { listens, log: () => printed, stop };
}

/** Starts it and waits until it listens. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const { addresses = ["127.0.0.1"], forceCommand = playWindows, lines = [], env = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-sshd-"));
  const [hostKey, userKey] = [makeKeyPair(folder, "host_key"), makeKeyPair(folder, "user_key")];
  const forced = join(folder, "forced-command");
  const exports = Object.entries({ PLAY_FOLDER: folder, NODE_COMPILE_CACHE: compiledFolder, ...env }).map(
    ([name, text]) => `export ${name}=${inShell(text)}`,
  );
  writeFileSync(forced, ["#!/bin/sh", ...exports, `exec ${forceCommand}`, ""].join("\n"));
  chmodSync(forced, 0o755);
  writeFileSync(join(folder, "authorized_keys"), `${userKey.publicKey}\n`);
  const config = [
    // The first line of a kind counts.
    ...lines,
    `HostKey ${hostKey.file}`,
    `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
    ...["PidFile none", "StrictModes no", "UsePAM no", "PasswordAuthentication no", "KbdInteractiveAuthentication no"],
    ...["MaxStartups 200", "LogLevel VERBOSE", "UseDNS no", "PrintMotd no"],
    `ForceCommand ${forced}`,
  ];
  // Where sshd separates its privileges, which it does as root only.
  if (options.isOpen === true) chmodSync(folder, 0o755);
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const { port, log, stop } = await listen(join(folder, "sshd_config"), config, addresses);
  return {
    folder,
    port,
    user: userInfo().username,
    hostKey,
    userKey,
    log,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
