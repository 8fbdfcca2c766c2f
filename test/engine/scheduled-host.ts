import type { Scheduler } from "fast-check";
import { run } from "../../emulator/run";
import type { Transport } from "../../provider/engine";
import { memoryTransport } from "../emulator/memory-transport";
import { configPath, type MemoryWorld } from "../emulator/memory-world";

/** A process's way to a host whose steps a scheduler orders: a call reads the file, commits, and then its answer arrives. */
export interface ScheduledHost {
  readonly transport: Transport;
  /** The most calls that wrote at the same time. */
  readonly mostWriters: () => number;
}

/** @param name of the process, for the report of a failing order. */
export function scheduledHost(s: Scheduler, world: MemoryWorld, name: string): ScheduledHost {
  let [writers, most] = [0, 0];
  const exec: Transport["exec"] = async (args) => {
    const words = `${name}: ${args.slice(0, 2).join(" ")}`;
    const isWrite = args[0] !== "list";
    if (isWrite) most = Math.max(most, ++writers);
    await s.schedule(Promise.resolve(), `${words} reads`);
    const read = world.contents.get(configPath) ?? "";
    if (isWrite) await s.schedule(Promise.resolve(), `${words} commits`);
    const answer = await memoryTransport({ ...world, appcmd: (...argv) => run(argv, asOf(world, read)) }).exec(args);
    await s.schedule(Promise.resolve(), `${words} is answered`);
    if (isWrite) writers--;
    return answer;
  };
  return { transport: { ...memoryTransport(world), exec }, mostWriters: () => most };
}

/** The world for a call that has read the configuration earlier, and compares it with the present one at its commit. */
function asOf(world: MemoryWorld, read: string): MemoryWorld {
  let reads = 0;
  return {
    ...world,
    files: {
      ...world.files,
      read: (path) => (path === configPath && reads++ === 0 ? Buffer.from(read, "utf8") : world.files.read(path)),
    },
  };
}

/** Has the scheduler order timers too: none says how long it waits. @returns how to end that */
export function scheduleTimers(s: Scheduler): () => void {
  const cleared = new Set<unknown>();
  const set = jest.spyOn(globalThis, "setTimeout").mockImplementation((task: () => void) => {
    const handle = {};
    void s.schedule(Promise.resolve(), "a timer").then(() => {
      if (!cleared.has(handle)) task();
    });
    return handle as NodeJS.Timeout;
  });
  const clear = jest.spyOn(globalThis, "clearTimeout").mockImplementation((handle) => void cleared.add(handle));
  return () => {
    set.mockRestore();
    clear.mockRestore();
  };
}
