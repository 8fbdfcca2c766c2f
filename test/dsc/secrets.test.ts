import { manifestText } from "../../provider/dsc/manifest";
import { makeServers, sample, type Servers } from "../cli/servers";
import { DscDriver, failureOf } from "./driver";

const connection = { configFile: "lab.config" };
const canary = "CANARY-7f3a";
let servers: Servers;
let dsc: DscDriver;

beforeEach(() => {
  servers = makeServers({ lab: sample });
  dsc = new DscDriver(manifestText("iispools"), servers.call);
});

afterEach(() => {
  expect(dsc.printed).not.toContain("CANARY");
  servers.dispose();
});

/** A pool whose password, and one variable, are secrets as given. */
function withSecrets(password: unknown, variable: unknown = password): { pools: object[]; connection: object } {
  const processModel = { identityType: "SpecificUser", userName: "CORP\\shop", password };
  return { connection, pools: [{ name: "Shop", processModel, environmentVariables: { TOKEN: variable } }] };
}

it.each([
  ["texts", canary],
  ["secureString, as dsc passes a parameter of that type", { secureString: canary }],
])("secrets as %s are written and never come back", async (_what, secret) => {
  const instance = withSecrets(secret);
  await dsc.get(instance);
  await dsc.test(instance);
  await dsc.set(instance, { isWhatIf: true });
  const { state } = await dsc.set(instance);
  expect(state.pools).toEqual([
    { name: "Shop", _exist: true, processModel: { identityType: "SpecificUser", userName: "CORP\\shop" } },
  ]);
  const config = servers.at("lab").config();
  expect(config).toMatch(/userName="CORP\\shop" password="\[enc:/);
  expect(config).toContain(`value="${canary}"`);
  expect(await dsc.test(instance)).toMatchObject({ inDesiredState: true });
  await dsc.export({ connection, pools: [] });
  expect(dsc.traces.warn).toContain("Shop: not exported: environmentVariables, processModel.password");
});

it("another password is a difference, and a risk that must be allowed", async () => {
  await dsc.set(withSecrets({ secureString: canary }));
  const other = withSecrets({ secureString: "CANARY-other" }, canary);
  expect(await dsc.test(other)).toMatchObject({ inDesiredState: false, differing: ["pools"] });
  expect((await failureOf(dsc.set(other))).message).toContain('"allow": ["identity"]');
  await dsc.set({ ...other, allow: ["identity"] });
  expect(await dsc.test(other)).toMatchObject({ inDesiredState: true });
});

it("no fault shows a secret, whatever is wrong around it", async () => {
  const secure = { secureString: canary };
  const wrong: readonly unknown[] = [
    withSecrets({ secureString: canary, more: 1 }),
    withSecrets({ secureObject: { text: canary } }),
    withSecrets([canary]),
    withSecrets(`\${env:${canary}}`),
    withSecrets({ secureString: `\${env:${canary}}` }),
    withSecrets(`${canary}\u0007`),
    { connection, pools: { Shop: { processModel: { password: secure } } } },
    { connection, pools: [{ name: "Shop", processModel: { identityType: "NetworkService", password: secure } }] },
    { connection, pools: [{ name: "Shop", queueLength: secure, userName: secure, processModel: [secure] }] },
    { connection, pools: [{ name: secure }, secure, [secure]] },
    { connection: { host: "web-01", password: [secure] }, pools: [] },
    { connection: { ...connection, password: secure, privateKey: canary }, pools: [] },
    { connection: { host: "web-01", proxy: { password: secure } }, pools: [] },
    { connection: secure, pools: secure, applicationPoolDefaults: secure, allow: secure },
  ];
  for (const instance of wrong) {
    for (const operation of ["get", "test", "set"] as const)
      expect((await failureOf(dsc[operation](instance))).exitCode).toBe(1);
  }
  expect(servers.at("lab").takeCalls()).toEqual([]);
});

it("a connection comes back without its secrets", async () => {
  const remote = makeServers({ "web-01": sample });
  const there = new DscDriver(manifestText("iispools"), remote.call);
  const login = { type: "winrm", host: "web-01", user: "deploy", password: { secureString: canary } };
  expect(await there.get({ connection: login, pools: [{ name: "DefaultAppPool" }] })).toEqual({
    connection: { type: "winrm", host: "web-01", user: "deploy" },
    pools: [{ name: "DefaultAppPool", _exist: true }],
    _inDesiredState: null,
  });
  expect(there.printed).not.toContain("CANARY");
  remote.dispose();
});

it("the schema of the manifest refuses nothing below the instance, because dsc shows what its schema refuses", () => {
  const { embedded } = dsc.manifest.schema;
  const rules = new Set<string>();
  const walk = (schema: object, isNamed = false): void => {
    for (const [key, value] of Object.entries(schema) as [string, unknown][]) {
      const isText = ["description", "examples", "default", "$schema", "title", "$ref"].includes(key);
      if (!isNamed && !["properties", "items", "definitions", "readOnly", "writeOnly"].includes(key) && !isText)
        rules.add(key);
      if (typeof value !== "object" || value === null || Array.isArray(value) || (isText && !isNamed)) continue;
      walk(value, !isNamed && ["properties", "definitions"].includes(key));
    }
  };
  walk(embedded);
  expect(rules).toEqual(new Set(["type", "required"]));
  const text = JSON.stringify(embedded);
  expect([text.match(/"required":/g), (embedded as { required: unknown }).required]).toEqual([
    [expect.anything()],
    ["pools"],
  ]);
});
