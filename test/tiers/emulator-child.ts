import { EventEmitter } from "node:events";
import { faultArgument } from "../../emulator/faults";
import { logCall, nodeWorld } from "../../emulator/node-world";
import { encodeOutput, outputEncoding } from "../../emulator/output/encode";
import { run } from "../../emulator/run";
import type { World } from "../../emulator/world";

/** Kept before a test replaces it: the emulator is another program, for which a test's clock does not count. */
const whenIdle = setImmediate;

/** The emulator ends itself, as a power failure does. */
class Killed extends Error {}

/** Higher than the number of any process of Linux, so that whoever left a lock behind is dead. */
let lastPid = 2 ** 22;

/** The output of a child process, as far as the provider reads it. */
class Output extends EventEmitter {
  destroy(): void {
    this.removeAllListeners();
  }
}

/**
 * A call of the emulator that looks like a child process and runs in this one: `emulator/main.ts` without the start of a program. It waits
 * only where a test makes it hang (`APPCMD_EMULATOR_LATENCY_MS`, the fault `slow`), until it is killed.
 */
export class EmulatorChild extends EventEmitter {
  readonly stdio = [null, new Output(), new Output(), new Output()] as const;
  readonly pid = ++lastPid;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly argv: readonly string[],
    private readonly env: World["env"],
  ) {
    super();
    this.after(Number(env["APPCMD_EMULATOR_LATENCY_MS"] ?? 0), () => {
      this.answer();
    });
  }

  kill(): boolean {
    clearTimeout(this.timer);
    this.close(null);
    return true;
  }

  private after(milliseconds: number, work: () => void): void {
    const unlessOver = (): void => {
      if (!this.isOver) work();
    };
    if (milliseconds > 0) this.timer = setTimeout(unlessOver, milliseconds).unref();
    else whenIdle(unlessOver);
  }

  private answer(): void {
    const world: World = {
      ...nodeWorld({ ...this.env, APPCMD_EMULATOR_LATENCY_MS: undefined }),
      pid: this.pid,
      isAlive: (pid) => pid === this.pid || pid === process.pid,
      readInput: () => "",
      kill: () => {
        throw new Killed();
      },
    };
    try {
      const result = run(this.argv, world);
      logCall(world, this.argv, result);
      const bytes = encodeOutput(result.stdout, outputEncoding(world, result.stdout));
      this.after(Number(faultArgument(world, "slow") ?? 0), () => {
        this.stdio[1].emit("data", bytes);
        this.stdio[3].emit("data", Buffer.from(String(result.exitCode)));
        this.close(result.exitCode % 256 || Math.min(result.exitCode, 1));
      });
    } catch (error) {
      if (error instanceof Killed) this.close(null);
      else this.emit("error", error);
    }
  }

  /** Tells later that it has ended, as a process does. */
  private close(code: number | null): void {
    if (this.isOver) return;
    this.isOver = true;
    whenIdle(() => this.emit("close", code, code === null ? "SIGKILL" : null));
  }
}
