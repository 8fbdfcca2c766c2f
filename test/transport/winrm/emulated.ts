import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { logCall, nodeWorld } from "../../../emulator/node-world";
import { run } from "../../../emulator/run";
import { parseCommandLine } from "../../../tools/windows/shell-models.mts";

/** What the WinRM server of the tests asks of its option `socket`. */
interface Question {
  readonly shell: "cmd" | "process";
  readonly line: string;
}

/** Answers the commands of a WinRM server in this process: with the emulator, which is started as a process elsewhere. */
export interface Emulated {
  /** The option of the server. */
  readonly socket: string;
  /** From now on commands are for the machine with these files. */
  plays(folder: string): void;
  stop(): Promise<void>;
}

/** @param folder of the socket */
export async function emulated(folder: string): Promise<Emulated> {
  let played = "";
  const answer = ({ shell, line }: Question): { stdout: string; exitCode: number } => {
    // cmd.exe only says where Windows is.
    if (shell === "cmd") return { stdout: "C:\\Windows\r\n", exitCode: 0 };
    const [, ...args] = parseCommandLine(line);
    const world = nodeWorld({
      APPCMD_EMULATOR_CONFIG: join(played, "127.0.0.1.config"),
      APPCMD_EMULATOR_LOG: join(played, "127.0.0.1.jsonl"),
      APPCMD_EMULATOR_WARNINGS: "off",
    });
    const result = run(args, world);
    logCall(world, args, result);
    return result;
  };
  const socket = join(folder, "emulator.socket");
  const server = createServer((connection) => {
    createInterface({ input: connection }).once("line", (line) => {
      connection.end(JSON.stringify(answer(JSON.parse(line) as Question)));
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    plays(files) {
      played = files;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
