import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../provider/transport/connect";
import type { Connection } from "../../provider/connection/schema";

const sample = join(__dirname, "../../examples/basic/applicationHost.config");

describe.each(["local", "offline", "ssh", "winrm"] as const)("the contract of a transport: %s", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-contract-"));
  const trace = join(folder, "trace");
  let server: Server | undefined;
  let connection: Connection;

  beforeAll(async () => {
    if (kind === "offline") connection = { configFile: sample };
    else if (kind === "local") {
      const appcmdPath = join(folder, "appcmd");
      writeFileSync(appcmdPath, `#!/bin/sh\necho started >> '${trace}'\n`, { mode: 0o755 });
      connection = { appcmdPath };
    } else {
      server = createServer(() => {
        writeFileSync(trace, "dialled");
      });
      await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as { port: number };
      const login = { host: "127.0.0.1", port, user: "u", password: "p" };
      connection = kind === "ssh" ? { ...login, hostKey: "ssh-ed25519 AAAA" } : { ...login, type: "winrm" };
    }
  });

  afterAll(() => {
    server?.close();
    rmSync(folder, { recursive: true });
  });

  const aborted = AbortSignal.abort();
  const open = new AbortController().signal;
  it.each<[string, AbortSignal | undefined, AbortSignal | undefined]>([
    ["a signal that is aborted before", aborted, undefined],
    ["an end that is aborted before", undefined, aborted],
    ["an end that is aborted before, beside a signal that is not", open, aborted],
    ["both", aborted, aborted],
  ])("sends nothing after %s: INTERRUPTED, with the host", async (_what, signal, end) => {
    const transport = connect(connection);
    await expect(transport.exec(["list", "apppool"], signal, end)).rejects.toMatchObject({
      code: "INTERRUPTED",
      host: transport.host,
    });
    expect(existsSync(trace)).toBe(false);
  });
});
