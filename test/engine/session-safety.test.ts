import { HostSession, type Request, type SessionOptions, type Transport } from "../../provider/engine";
import { type OfflineHost, offlineHost, verbs } from "./offline-host";

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
});

afterEach(() => {
  host.dispose();
});

const ensure = (pool: string, state?: "Stopped"): Request => ({
  kind: "ensure",
  desired: { target: { pool }, settings: { queueLength: 1000 }, inherit: [], ...(state && { state }) },
});

const quick = (options: SessionOptions = {}, transport: Transport = host.transport): HostSession =>
  new HostSession(transport, { quietMs: 1, ...options });

describe("a session that is read-only", () => {
  const place = (pool: string): string => `applicationHost.config: pool "${pool}"`;
  const why = "nothing was written, because the provider has readOnly: true; differences (live -> desired)";

  it.each<[string, string, Request, string]>([
    ["a new pool", "A", ensure("A"), "create; queueLength 1000"],
    ["a state", "DefaultAppPool", ensure("DefaultAppPool", "Stopped"), "state Started -> Stopped"],
    ["the end of a pool", "DefaultAppPool", { kind: "remove", pool: "DefaultAppPool", force: true }, "delete"],
  ])("refuses %s, and says what differs", async (_what, name, request, difference) => {
    const before = host.config();
    const outcome = await quick({ readOnly: true }).submit(request);
    expect(outcome).toMatchObject({ ok: false, sent: false, error: { code: "READ_ONLY" } });
    expect(!outcome.ok && outcome.error.message).toBe(`${place(name)}: ${why}: ${difference}`);
    expect(host.config()).toBe(before);
    expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
  });

  it("lets a request pass that changes nothing", async () => {
    const outcome = await quick({ readOnly: true }).submit(ensure("DefaultAppPool"));
    expect(outcome).toMatchObject({ ok: true, change: undefined });
  });

  it("sends no other command that writes", async () => {
    const { transport } = quick({ readOnly: true });
    await expect(transport.exec(["recycle", "apppool", "/apppool.name:A"])).rejects.toMatchObject({
      code: "READ_ONLY",
      message: "applicationHost.config: appcmd recycle apppool was not sent, because the provider has readOnly: true",
    });
    expect(await transport.exec(["list", "apppool"])).toMatchObject({ exitCode: 0 });
  });
});

describe("a session that makes a backup", () => {
  it("makes one before the first write of the process to its host, and tells its name", async () => {
    const told: string[] = [];
    const options: SessionOptions = { backup: true, tell: (notice) => told.push(notice) };
    const session = quick(options);
    await session.submit(ensure("DefaultAppPool"));
    expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
    await session.submit(ensure("A"));
    // The read before was a moment ago: the write starts from it.
    expect(verbs(host.takeCalls())).toEqual(["add backup", "set config", "list apppool"]);
    await session.submit(ensure("B"));
    await quick(options).submit(ensure("C"));
    expect(verbs(host.takeCalls())).not.toContain("add backup");
    const names = told.map(
      (line) =>
        /^applicationHost\.config: backup (iispools-\d{8}-\d{6}) made; .*, sites included: appcmd restore backup \1; only its pools: iispools restore \1 --pools-only$/.exec(
          line,
        )?.[1],
    );
    expect(names).toEqual([expect.any(String)]);
    expect((await host.transport.exec(["list", "backup"])).stdout).toContain(names[0]);
  });

  it("writes nothing where none can be made, and tries again with the next write", async () => {
    const before = host.config();
    let fails = true;
    const exec: Transport["exec"] = (args, ...signals) =>
      fails && args[0] === "add"
        ? Promise.resolve({ exitCode: 5, stdout: "ERROR ( message:Access is denied. )" })
        : host.transport.exec(args, ...signals);
    const session = quick({ backup: true }, { ...host.transport, exec });
    const outcome = await session.submit(ensure("A"));
    expect(outcome).toMatchObject({ ok: false, sent: false, error: { code: "ACCESS_DENIED" } });
    expect(!outcome.ok && outcome.error.message).toMatch(
      /Access is denied.*the backup failed, so nothing was written\. Check who may read and write the file\. To write without one: backup: false of the provider$/,
    );
    expect(host.config()).toBe(before);
    fails = false;
    expect(await session.submit(ensure("A"))).toMatchObject({ ok: true });
  });
});
