import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const command = "apt-get install -y --no-install-recommends chromium";

/** Debian's Chromium; undefined where it is missing. */
export const chromiumPath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "chromium"))
  .find((file) => existsSync(file));

/** How it is started: without a sandbox, which containers do not allow, and without asking the network for anything. */
export const chromiumFlags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** A `describe` for what runs in Chromium. Where that is missing, name and standard error say what brings it. */
export function describeInChromium(name: string, body: () => void): void {
  if (chromiumPath !== undefined) {
    describe(name, body);
    return;
  }
  process.stderr.write(`skipped: ${name}: needs chromium: ${command}\n`);
  describe.skip(`${name} (needs chromium: ${command})`, body);
}
