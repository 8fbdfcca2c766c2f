import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Connection } from "../../../provider/connection/schema";
import { type Call, sampleConfig } from "../../engine/offline-host";
import type { Sshd } from "./sshd";

/** A Windows server that a program of tools/windows/play-machine.cjs plays. */
export interface Machine {
  readonly configFile: string;
  config(): string;
  /** What appcmd was called with since the last time. */
  takeCalls(): Call[];
  /** From now on each command with this verb stands still on the server until it is let go. */
  holdAt(verb: string): Hold;
}

/** One of the Windows servers that an SSH server plays. */
export interface WindowsHost extends Machine {
  readonly connection: Connection;
}

/** A place where commands stand still. */
export interface Hold {
  /** Whether one has come there. */
  readonly isReached: () => boolean;
  /** Lets go the one that stands there, and holds no other. */
  letGo(): Promise<void>;
}

/** A server at an address of the SSH server, with the sample configuration. */
export function windowsHost(sshd: Sshd, address = "127.0.0.1", more: Partial<Connection> = {}): WindowsHost {
  return {
    ...playedMachine(sshd.folder, address),
    connection: {
      host: address,
      port: sshd.port,
      user: sshd.user,
      privateKey: sshd.userKey.privateKey,
      hostKey: sshd.hostKey.publicKey,
      dialErrorLimit: 3,
      ...more,
    },
  };
}

/** A machine with the sample configuration, in the folder of the server that plays it. */
export function playedMachine(folder: string, address = "127.0.0.1"): Machine {
  const configFile = join(folder, `${address}.config`);
  const log = join(folder, `${address}.jsonl`);
  copyFileSync(sampleConfig, configFile);
  rmSync(`${configFile}.runtime.json`, { force: true });
  rmSync(log, { force: true });
  return {
    configFile,
    config: () => readFileSync(configFile, "utf8"),
    takeCalls() {
      if (!existsSync(log)) return [];
      const lines = readFileSync(log, "utf8").split("\n");
      rmSync(log);
      return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Call);
    },
    holdAt(verb) {
      const gate = join(folder, `${address}.${verb}.gate`);
      for (const file of [gate, `${gate}.reached`]) rmSync(file, { force: true });
      execFileSync("mkfifo", [gate]);
      return {
        isReached: () => existsSync(`${gate}.reached`),
        async letGo() {
          await writeFile(gate, "go\n");
          rmSync(gate);
        },
      };
    },
  };
}
