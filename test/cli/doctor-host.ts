import type { TemporaryFiles } from "../../provider/engine/doctor/bench";
import type { Transport } from "../../provider/transport/transport";
import { memoryTransport } from "../emulator/memory-transport";
import { type MemoryWorld, memoryWorld } from "../emulator/memory-world";

/** A host in this process, with the temporary files that its appcmd sees. */
export interface DoctorHost {
  readonly world: MemoryWorld;
  readonly transport: Transport;
  readonly files: TemporaryFiles;
}

/** The emulator in this process on this configuration. */
export function doctorHost(config: string, env: Record<string, string> = {}): DoctorHost {
  const world = memoryWorld(config, env);
  let made = 0;
  const replaced = jest.spyOn(world.files, "replace");
  return {
    world,
    transport: memoryTransport(world),
    files: {
      create: (content) => {
        made += 1;
        const path = `C:\\temp\\doctor-${made}.config`;
        world.contents.set(path, content);
        return {
          path,
          isTouched: () => replaced.mock.calls.some(([file]) => file === path),
          remove: () => void world.contents.delete(path),
        };
      },
    },
  };
}
