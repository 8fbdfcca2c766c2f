import { readFileSync } from "node:fs";
import type * as Resources from "../../provider/pulumi/core/settings-resource";
import type * as Sessions from "../../provider/pulumi/core/sessions";
import type { Request } from "../../provider/engine";
import { type OfflineHost, offlineHost, verbs } from "../engine/offline-host";

let host: OfflineHost;
let sessions: typeof Sessions;

beforeEach(() => {
  host = offlineHost();
  // A process has one Ctrl-C: each test is one.
  jest.resetModules();
  sessions = jest.requireActual<typeof Sessions>("../../provider/pulumi/core/sessions");
});

afterEach(() => {
  host.dispose();
});

const ensure: Request = { kind: "ensure", desired: { target: { pool: "A" }, settings: {}, inherit: [] } };

describe("the sessions of a process", () => {
  it("are one for a connection, and as they were configured before", async () => {
    const { configFile } = host;
    expect(sessions.sessionFor({ configFile })).toBe(sessions.sessionFor({ configFile }));
    sessions.configureSessions({ readOnly: true });
    expect(await sessions.sessionFor({ configFile }).submit(ensure)).toMatchObject({ error: { code: "READ_ONLY" } });
    const told: string[] = [];
    sessions.configureSessions({ readOnly: false, backup: true }, (notice) => told.push(notice));
    expect(await sessions.sessionFor({ configFile }).submit(ensure)).toMatchObject({ ok: true });
    const [, name] = /^applicationHost\.config: backup (\S+) made; /.exec(told.join("\n")) ?? [];
    expect(told).toEqual([
      expect.stringContaining(
        `: npx appcmd-emulator restore backup ${name} /apphostconfig:${configFile}; only its pools: `,
      ),
    ]);
  });

  it("report once that a certificate is not checked", () => {
    const { configFile } = host;
    const { connect } = jest.requireActual<typeof import("../../provider/transport/connect")>(
      "../../provider/transport/connect",
    );
    jest.doMock("../../provider/transport/connect", () => ({ connect: () => connect({ configFile }) }));
    try {
      jest.resetModules();
      sessions = jest.requireActual<typeof Sessions>("../../provider/pulumi/core/sessions");
      const told: string[] = [];
      sessions.configureSessions({}, (notice) => told.push(notice));
      const over = { host: "web-01", type: "winrm" } as const;
      sessions.sessionFor({ ...over, insecure: false });
      expect(told).toEqual([]);
      for (const user of ["a", "b"]) sessions.sessionFor({ ...over, insecure: true, user });
      expect(told).toEqual([
        "warning: applicationHost.config: the certificate is not checked (insecure: true), so another machine may have answered",
      ]);
    } finally {
      jest.dontMock("../../provider/transport/connect");
    }
  });

  it.each([
    ["2000", 2000],
    ["3000000000", 15_000],
  ])("wait for further requests for PULUMI_IIS_QUIET_MS, but 15 s at most: %s", async (quietMs, longest) => {
    const timers = jest.spyOn(globalThis, "setTimeout");
    process.env["PULUMI_IIS_QUIET_MS"] = quietMs;
    try {
      const outcome = sessions.sessionFor({ configFile: host.configFile }).submit(ensure);
      const [timer] = timers.mock.calls;
      expect(timers).toHaveBeenCalledTimes(1);
      expect(timer?.[1]).toBeLessThanOrEqual(longest);
      sessions.cancelSessions();
      expect(await outcome).toMatchObject({ error: { code: "INTERRUPTED" } });
    } finally {
      delete process.env["PULUMI_IIS_QUIET_MS"];
      timers.mockRestore();
    }
  });

  it("know of each other what was taken over: a pool that has another resource now is not deleted", async () => {
    const { configFile } = host;
    const spelled = { configFile, codePage: 850 };
    const { appPoolResource: appPool } = jest.requireActual<typeof Resources>(
      "../../provider/pulumi/core/settings-resource",
    );
    await appPool.create({ name: "A", connection: { configFile } });
    jest.resetModules();
    const { appPoolResource: next } = jest.requireActual<typeof Resources>(
      "../../provider/pulumi/core/settings-resource",
    );
    await next.create({ name: "A", adopt: true, connection: spelled });
    await next.delete("", { name: "A", connection: { configFile } });
    expect(readFileSync(configFile, "utf8")).toContain('<add name="A"');
  });

  it("write defaults and pools of one update together, and then the lists of the pools", async () => {
    const connection = { configFile: host.configFile };
    const { appPoolResource: pool, appPoolDefaultsResource: defaults } = jest.requireActual<typeof Resources>(
      "../../provider/pulumi/core/settings-resource",
    );
    const olds = { name: "A", environmentVariables: { X: "1" }, connection };
    await pool.create(olds);
    const shared = await defaults.create({ environmentVariables: { X: "2" }, connection });
    host.takeCalls();
    const [one, created, other] = await Promise.all([
      pool.update("A", olds, { name: "A", queueLength: 50, environmentVariables: { X: "3" }, connection }),
      pool.create({ name: "B", environmentVariables: { X: "2" }, connection }),
      defaults.update(shared.id, shared.outs, { environmentVariables: { X: "4", Y: "4" }, connection }),
    ]);
    expect([one.warnings, created.warnings, other.warnings]).toEqual([[], [], []]);
    const commits = host.takeCalls().filter(({ argv }) => argv[0] !== "list");
    expect(commits.map(({ argv, exitCode }) => [argv.slice(3, -1), exitCode])).toEqual([
      [
        [
          "/applicationPoolDefaults.environmentVariables.[name='X'].value:4",
          "/+applicationPoolDefaults.environmentVariables.[name='Y',value='4']",
          "/[name='A'].queueLength:50",
          "/+[name='B']",
        ],
        0,
      ],
      [
        [
          "/-[name='A'].environmentVariables.[name='Y']",
          "/[name='A'].environmentVariables.[name='X'].value:3",
          "/-[name='B'].environmentVariables.[name='Y']",
          "/[name='B'].environmentVariables.[name='X'].value:2",
        ],
        0,
      ],
    ]);
  });

  it("are cancelled together, and so are those that are asked for later", async () => {
    const other = offlineHost();
    try {
      const first = sessions.sessionFor({ configFile: host.configFile });
      const outcome = first.submit(ensure);
      sessions.cancelSessions();
      expect(await outcome).toMatchObject({ ok: false, sent: false, error: { code: "INTERRUPTED" } });
      const late = sessions.sessionFor({ configFile: other.configFile });
      await expect(late.look()).rejects.toMatchObject({ code: "INTERRUPTED" });
      expect(verbs(other.takeCalls())).toEqual([]);
    } finally {
      other.dispose();
    }
  });
});
