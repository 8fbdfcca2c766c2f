import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setAllConfig } from "@pulumi/pulumi/runtime/config";
import { unknownConfigKeys } from "../../provider/pulumi/core/provider-config";
import { connectionOf } from "../../provider/pulumi/program/registered-properties";
import { sampleConfig } from "../engine/offline-host";
import { startProviderServerHere } from "./provider-here";
import { providerText, type ProviderServer } from "./provider-server";

let folder: string;
let server: ProviderServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-config-"));
  copyFileSync(sampleConfig, join(folder, "applicationHost.config"));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function calls(config: Record<string, unknown>): Promise<Record<string, () => Promise<unknown>>> {
  const started = await startProviderServerHere(folder, {}, config);
  server = started;
  const connection = { configFile: join(folder, "applicationHost.config") };
  const pool = { name: "Shop", connection, __provider: providerText("appPool") };
  const defaults = { connection, __provider: providerText("appPoolDefaults") };
  return {
    check: () => started.check(pool),
    create: () => started.create(pool),
    read: () => started.read("Shop", pool),
    update: () => started.update("Shop", pool, { ...pool, queueLength: 2000 }),
    delete: () => started.delete("DefaultAppPool", { ...pool, name: "DefaultAppPool" }),
    "check of another type": () => started.check(defaults),
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

  it("fails every call if a key is unknown, also a deletion, for which no program runs", async () => {
    const all = await calls({ "iis:readonly": "true", "other:readonly": "true", "iis:poolFiles": "*.yaml" });
    for (const call of Object.values(all)) {
      await expect(call()).rejects.toThrow(/^iis:readonly: unknown key `readonly`\. Did you mean `readOnly`\?$/);
    }
    expect(readFileSync(join(folder, "applicationHost.config"))).toEqual(readFileSync(sampleConfig));
  });

  it("refuses writes if iis:readOnly is true", async () => {
    const { create } = await calls({ "iis:readOnly": "true" });
    await expect(create!()).rejects.toThrow(/pool "Shop".*\(READ_ONLY\)$/);
  });
});

describe("the config of a stack, in a program", () => {
  it("has keys of pools.js, of the provider and of other packages", () => {
    const others = { "iis:poolFiles": "*.yaml", "iis:adopt": "true", "iis:readOnly": "true", "other:readonly": "true" };
    setAllConfig({ "iis:configFile": "a", ...others });
    try {
      expect(connectionOf(undefined)).toEqual({ configFile: "a" });
    } finally {
      setAllConfig({});
    }
  });

  it("may have any key of a project called iis", () => {
    expect(unknownConfigKeys(["iis:mine", "other:mine"], "iis")).toEqual([]);
    expect(unknownConfigKeys(["iis:mine", "other:mine"], "shop")).toEqual(["mine"]);
  });
});
