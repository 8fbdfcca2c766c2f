import { encodeOutput, outputEncoding } from "../../emulator/output/encode";
import type { Transport } from "../../provider/engine";
import { outputDecoder } from "../../provider/transport/decode-output";
import type { MemoryWorld } from "./memory-world";

/**
 * The emulator in this process as the provider reaches a host: hundreds of hosts a second. What is printed goes through
 * bytes, as the real transport reads it on a Windows whose `chcp` tells the code page of its language.
 */
export function memoryTransport(world: MemoryWorld, maxCommandLength = 30_000): Transport {
  const decode = outputDecoder("memory", () => Promise.resolve(world.env["APPCMD_EMULATOR_LANG"] === "ru" ? 866 : 850));
  return {
    host: "memory",
    key: `memory:${Math.random()}`,
    maxCommandLength,
    exec: async (args) => {
      const { stdout, exitCode } = world.appcmd(...args);
      const bytes = encodeOutput(stdout, outputEncoding(world, stdout));
      const { text, ...more } = await decode(bytes);
      return { exitCode, stdout: text, ...more };
    },
  };
}
