import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { startProviderServerHere } from "./provider-here";
import { providerText, type ProviderServer } from "./provider-server";

let folder: string;
let server: ProviderServer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-config-"));
  copyFileSync(sampleConfig, join(folder, "applicationHost.config"));
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function calls(config: Record<string, unknown>): Promise<Record<string, () => Promise<unknown>>> {
  server = await startProviderServerHere(folder, {}, config);
  const connection = { configFile: join(folder, "applicationHost.config") };
  const pool = { name: "Shop", connection, __provider: providerText("appPool") };
  const defaults = { connection, __provider: providerText("appPoolDefaults") };
  return {
    check: () => server.check(pool),
    create: () => server.create(pool),
    read: () => server.read("Shop", pool),
    update: () => server.update("Shop", pool, { ...pool, queueLength: 2000 }),
    delete: () => server.delete("DefaultAppPool", { ...pool, name: "DefaultAppPool" }),
    "check of another type": () => server.check(defaults),
  };
}

describe("the config of the dynamic provider", () => {
  it.each(["True", "yes", "1"])("fails every call if iis:readOnly is %s, and nothing is written", async (value) => {
    const all = await calls({ "iis:readOnly": value, "iis:backup": "off" });
    for (const call of Object.values(all)) {
      await expect(call()).rejects.toThrow(
        /^iis:readOnly: must be true or false, got .+\niis:backup: must be true or false, got a text$/,
      );
    }
    expect(readFileSync(join(folder, "applicationHost.config"))).toEqual(readFileSync(sampleConfig));
  });

  it("refuses writes if iis:readOnly is true", async () => {
    const { create } = await calls({ "iis:readOnly": "true" });
    await expect(create!()).rejects.toThrow(/pool "Shop".*\(READ_ONLY\)$/);
  });
});
