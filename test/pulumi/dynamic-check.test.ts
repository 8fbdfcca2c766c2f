import { appPool } from "../../provider/pulumi/dynamic";
import { runKey, type RunNote } from "../../provider/pulumi/core/run-note";
import { type OfflineHost, offlineHost, verbs } from "../engine/offline-host";

let host: OfflineHost;
const stack = { name: "org/web/prod", urnPrefix: "urn:pulumi:prod::web::" };

beforeEach(() => {
  host = offlineHost();
  // In a project the Pulumi CLI is asked for the resources of the stack.
  jest.spyOn(process, "cwd").mockReturnValue("/");
});

afterEach(() => {
  jest.restoreAllMocks();
  host.dispose();
});

/** The faults of a resource of the program, which the engine checks. */
async function check(name: string, { olds = {}, isPreview = true, resource = "shop" } = {}): Promise<string[]> {
  const note: RunNote = { resource: { id: `${host.configFile} ${resource}`, name: resource }, stack, isPreview };
  const news = { name, connection: { configFile: host.configFile }, [runKey]: note };
  const { failures = [] } = await appPool.check(olds, news);
  return failures.map(({ reason }) => reason);
}

describe("the check of a dynamic resource", () => {
  it("reports in a preview that a pool to create exists", async () => {
    expect(await check("DefaultAppPool")).toEqual([expect.stringContaining("(POOL_EXISTS)")]);
    expect(await check("New")).toEqual([]);
  });

  it("reads no host in an update, nor for a resource of the state", async () => {
    expect(await check("DefaultAppPool", { isPreview: false })).toEqual([]);
    expect(await check("DefaultAppPool", { olds: { name: "DefaultAppPool" } })).toEqual([]);
    expect(verbs(host.takeCalls())).toEqual([]);
  });

  it("reports a pool that two resources declare, and reads no host for it", async () => {
    expect(await check("DefaultAppPool", { isPreview: false })).toEqual([]);
    const failures = await check("defaultapppool", { resource: "other" });
    expect(failures).toEqual([expect.stringContaining("shop")]);
    expect(verbs(host.takeCalls())).toEqual([]);
  });
});
