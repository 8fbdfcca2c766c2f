import { encodeOutput, outputEncoding } from "../../emulator/output/encode";
import type { Transport } from "../../provider/engine";
import type { MemoryWorld } from "./memory-world";

/**
 * The emulator in this process as the provider reaches a host: hundreds of hosts a second. What is printed goes through
 * bytes, as the real transport reads it.
 */
export function memoryTransport(world: MemoryWorld, maxCommandLength = 30_000): Transport {
  return {
    host: "memory",
    key: `memory:${Math.random()}`,
    maxCommandLength,
    exec: (args) => {
      const { stdout, exitCode } = world.appcmd(...args);
      const bytes = encodeOutput(stdout, outputEncoding(world, stdout));
      return Promise.resolve({ exitCode, stdout: bytes.toString("utf8") });
    },
  };
}
