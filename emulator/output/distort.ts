import { consumeFault } from "../faults";
import type { World } from "../world";

/** How much more than its answer a flood writes: 50 MB. */
const floodBytes = 50 * 1024 * 1024;

/** The answer as an ordered fault leaves it: cut off, among other text, empty, or drowned. */
export function distortOutput(world: World, stdout: string): string {
  if (consumeFault(world, "silent")) return "";
  if (consumeFault(world, "truncate")) return stdout.slice(0, Math.floor(stdout.length / 2));
  if (consumeFault(world, "garbage")) {
    return `Loading personal and system profiles took 1203ms.\r\n<<< ${stdout}\r\nC:\\Users\\deploy> &\r\n`;
  }
  if (consumeFault(world, "flood")) return `${stdout}${"\r\n".padStart(1024).repeat(floodBytes / 1024)}`;
  return stdout;
}
