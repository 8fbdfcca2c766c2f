import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { IisError } from "../../provider/errors";
import { applyRequests, desiredOf, inspectHost, type Outcome, type Request } from "../../provider/engine";
import { type OfflineHost, offlineHost, sampleConfig, verbs } from "../engine/offline-host";
import { withoutWaiting } from "../without-waiting";

let host: OfflineHost;
/** What the file holds where nothing goes wrong. */
let expected = "";

beforeAll(async () => {
  const other = offlineHost();
  expect(errors(await applyRequests(other.transport, [newPool(), changed]))).toEqual(["", ""]);
  expected = other.config();
  other.dispose();
});

beforeEach(() => {
  host = offlineHost();
});

afterEach(() => {
  host.dispose();
});

function order(...faults: string[]): void {
  process.env["APPCMD_EMULATOR_FAULT"] = faults.map((fault) => fault.replace("FILE", counter(fault))).join(",");
}

const counter = (fault: string): string => join(host.configFile, "..", `count-${fault.split(":")[0] ?? ""}`);

/** How often a fault was injected. */
function countOf(fault: string): number {
  return existsSync(counter(fault)) ? Number(readFileSync(counter(fault), "utf8")) : 0;
}

const schedule = "recycling.periodicRestart.schedule";
const newPool = (state?: "Started" | "Stopped"): Request => ({
  kind: "ensure",
  desired: {
    ...desiredOf({ pool: "Shop" }, { settings: { queueLength: 2000, [schedule]: ["03:00:00"] } }),
    ...(state && { state }),
  },
  mustBeNew: true,
});
const changed: Request = {
  kind: "ensure",
  desired: desiredOf({ pool: "DefaultAppPool" }, { settings: { queueLength: 1500 } }),
};

function apply(...requests: Request[]): Promise<Outcome[]> {
  return withoutWaiting(() => applyRequests(host.transport, requests));
}

function errors(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) =>
    outcome.ok ? "" : `${outcome.error.code} ${outcome.error.message}${stackOf(outcome.error)}`,
  );
}

/** The stack of an unforeseen exception, which its message leaves out. */
function stackOf({ cause }: { readonly cause?: unknown }): string {
  return cause instanceof Error && !(cause instanceof IisError) ? `\n${cause.stack}` : "";
}

describe("the provider, where a host misbehaves,", () => {
  it.each([
    "before-commit:2:FILE",
    "after-commit:1:FILE",
    "xml-error:1:FILE",
    "busy:2:FILE",
    "kill-before:1:FILE",
    "kill-after:1:FILE",
    "rpc:2:FILE",
    "rejected:2:FILE",
    "truncate:2:FILE",
    "garbage:9:FILE",
    "silent:2:FILE",
    "flood:1:FILE",
    "slow:1",
  ])("does its work once and completely under %s", async (fault) => {
    order(fault);
    const outcomes = await apply(newPool(), changed);
    expect(errors(outcomes)).toEqual(["", ""]);
    expect(host.config()).toBe(expected);
    if (fault.endsWith(":FILE")) expect(countOf(fault)).toBeGreaterThan(0);
    // Once more: nothing is left to do, so nothing was done by halves.
    delete process.env["APPCMD_EMULATOR_FAULT"];
    host.takeCalls();
    const again = await apply({ ...newPool(), mustBeNew: false } as Request, changed);
    expect(again.map((outcome) => outcome.ok && outcome.change)).toEqual([undefined, undefined]);
    expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
  });

  it("keeps what another writer wrote meanwhile, and adds its own", async () => {
    order("changed:1:FILE");
    expect(errors(await apply(newPool(), changed))).toEqual(["", ""]);
    expect(host.config()).toBe(`${expected}\n`);
  });

  it.each([
    ["denied", "ACCESS_DENIED", "insufficient permissions"],
    ["share-lost", "SHARED_CONFIGURATION_LOST", "Open the share from"],
    ["busy:99:FILE", "FILE_IN_USE", "being used by another process"],
    ["silent:99:FILE", "UNREADABLE_OUTPUT", "empty or cut off"],
  ])("says why and writes nothing where %s lasts", async (fault, code, words) => {
    order(fault);
    for (const error of errors(await apply(newPool(), changed))) {
      expect(error).toContain(code);
      expect(error).toContain(words);
    }
    expect(host.config()).toBe(readFileSync(sampleConfig, "utf8"));
  });

  it("does not say done where everything that it commits ends in a failure after the write", async () => {
    order("after-commit:99:FILE");
    // The next look finds it done: the failure was about the answer, not about the work.
    expect(errors(await apply(newPool(), changed))).toEqual(["", ""]);
    expect(countOf("after-commit")).toBe(1);
  });

  it("waits until the service knows a new pool", async () => {
    order("fresh:500:FILE");
    expect(errors(await applyRequests(host.transport, [newPool("Stopped")]))).toEqual([""]);
    expect((await inspectHost(host.transport)).pools.get("shop")!.state).toBe("Stopped");
    // How often it was refused before depends on the machine's speed.
    const calls = host.takeCalls().filter(({ argv }) => argv[0] === "stop");
    expect(calls.map(({ exitCode }) => exitCode).filter((code) => code !== 4312)).toEqual([0]);
  });

  it("commits settings where the service is down, and leaves the state that it cannot see alone", async () => {
    order("was-down");
    expect(errors(await apply(newPool("Stopped"), changed))).toEqual(["", ""]);
    expect(host.config()).toContain('<add name="Shop" queueLength="2000">');
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "list config", "set config", "list apppool"]);
  });

  it.each(["exit-code-commit-xml=3222072875", "exit-code-commit-xml=60971"])(
    "says that a commit failed for good under %s, wrote nothing, and does it the next time",
    async (assumed) => {
      process.env["APPCMD_EMULATOR_ASSUME"] = assumed;
      try {
        order("xml-error:1:FILE");
        expect(errors(await apply(changed))[0]).toContain("Failed to commit configuration changes.");
        expect(host.config()).toBe(readFileSync(sampleConfig, "utf8"));
        expect(errors(await apply(changed))).toEqual([""]);
      } finally {
        delete process.env["APPCMD_EMULATOR_ASSUME"];
      }
    },
  );

  it("looks anew where the file changed on disk and appcmd's code for that is another one, and loses nothing", async () => {
    process.env["APPCMD_EMULATOR_ASSUME"] = "changed-on-disk=800704c8";
    try {
      order("changed:1:FILE");
      expect(errors(await apply(changed))).toEqual([""]);
      expect(host.takeCalls().map(({ exitCode }) => exitCode)).toEqual([0, 1224, 0, 0, 0]);
      // The other writer's line is still there.
      expect(host.config()).toMatch(/<\/configuration>\r\n\n$/);
    } finally {
      delete process.env["APPCMD_EMULATOR_ASSUME"];
    }
  });
});
