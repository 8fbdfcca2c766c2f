import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parse } from "yaml";
import { poolFileJsonSchema } from "../../provider/pool-file/schema/pool-file";
import { load, pools } from "./memory-files";

const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(poolFileJsonSchema());
const head = "version: 1\n";
/** The yaml blocks of the reference page. */
const examples = [...readFileSync("docs/administrators/pool-files.md", "utf8").matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, text]) => text ?? "",
);

function loads(text: string): boolean {
  const files = { "f.yaml": text, "pools/a.yaml": head };
  return load(files, ["f.yaml"], { env: { SHOP_PASSWORD: "x" } }).faults.length === 0;
}

test("the reference page has its examples", () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
});

test.each(examples)("the page's example loads, and fits the schema: %#", (text) => {
  expect(loads(text)).toBe(true);
  expect(isValid(parse(text))).toBe(true);
});

test.each([
  head,
  pools("A: {}", "2024: { state: Stopped, multiInstance: true }", "B: { state: absent }"),
  pools("A: { processModel: { idleTimeout: 20m, maxProcesses: 2 }, cpu: { limit: 50% } }"),
  pools('A: { recycling: { periodicRestart: { schedule: ["03:00"], memory: 1.5GB } } }'),
  pools('A: { recycling: { periodicRestart: { schedule: { stagger: { from: "23:00", to: "1:00", every: 5m } } } } }'),
  pools("A: { renamedFrom: Old }"),
  pools("A: { state: ' STARTED' }", "B: { state: Absent }"),
  pools("A: { managedPipelineMode: integrated }"),
  pools('A: { recycling: { periodicRestart: { schedule: "03:00, 15:00" } } }'),
  pools('A: { autoStart: "true" }'),
  `${head}hosts: { a: {}, b: { configFile: x } }\n`,
  `${head}hosts: { a: { host: web-01, user: me, shell: powershell, password: "\${env:SHOP_PASSWORD}" } }\n`,
  `${head}hosts: { a: { host: b, appcmdPath: C:\\a.exe, proxy: { host: c, privateKey: "\${env:SHOP_PASSWORD}" } } }\n`,
  `${head}include: pools\n`,
  `${head}defaults: { state: Started, queueLength: 10 }\n`,
  `${head}applicationPoolDefaults: { queueLength: 10 }\n`,
  `${head}hosts: { a: {} }\ngroups: { b: [a], c: a }\npools: { P: { hosts: [b] }, Q: { state: absent, hosts: a } }\n`,
  `${head}hosts: { a: {} }\npools: { P: {} }\noverrides: { a: { pools: { P: { queueLength: 50 } }, applicationPoolDefaults: {} } }\n`,
  `${head}defaults: { probe: { url: "https://{host}/", status: 204, timeout: 1m30s } }\n`,
  `${head}defaults: { probe: { url: "http:///{host}?x" } }\n`,
  `${head}drift: { ignore: [{ pool: "*", reason: x }] }\n`,
])("loader and schema take %j", (text) => {
  expect([loads(text), isValid(parse(text))]).toEqual([true, true]);
});

test.each([
  "pools: {}\n",
  "version: '1'\n",
  `${head}pool: {}\n`,
  pools("A:"),
  pools("A: 5"),
  pools("A: { queueLength: 5 }"),
  pools("A: { queueLenght: 50 }"),
  pools("A: { name: A }"),
  pools("A: { state: Paused }"),
  pools("A: { state: absent, queueLength: 50 }"),
  pools("A: { multiInstance: 5 }"),
  pools("A: { processModel: { idleTimeout: 20 } }"),
  pools("A: { processModel: { idleTimeout: 90s } }"),
  pools("A: { processModel: { idleTimeout: 1:1:1:1 } }"),
  pools("A: { cpu: { limit: 200% } }"),
  pools("A: { managedPipelineMode: Both }"),
  pools('A: { recycling: { periodicRestart: { schedule: ["25:00"] } } }'),
  pools('A: { recycling: { periodicRestart: { schedule: { stagger: { from: "23:00", to: "1:00" } } } } }'),
  pools('A: { recycling: { periodicRestart: { schedule: { stagger: { from: "23:00", to: "1:00", every: 5 } } } } }'),
  pools("A: { renamedFrom: a/b }"),
  `${head}defaults: { renamedFrom: Old }\n`,
  pools("A: { environmentVariables: { B: 5 } }"),
  pools("a/b: {}"),
  pools('" ": {}'),
  pools(`${"x".repeat(65)}: {}`),
  `${head}hosts: {}\n`,
  `${head}hosts: { a: { configfile: x } }\n`,
  `${head}hosts: { a: { user: me } }\n`,
  `${head}hosts: { a: { host: me@web-01 } }\n`,
  `${head}hosts: { a: { host: y, user: "\${env:SHOP_PASSWORD}" } }\n`,
  `${head}hosts: { a: { host: y, codePage: 5 } }\n`,
  `${head}hosts: { a: { host: y, perDialTimeout: 100000 } }\n`,
  `${head}hosts: { a: { host: y, hostKey: x } }\n`,
  `${head}hosts: { a: { host: y, insecureIgnoreHostKey: true, knownHosts: x } }\n`,
  `${head}hosts: { a: { host: y, proxy: { host: z, insecureIgnoreHostKey: true, knownHosts: x } } }\n`,
  `${head}hosts: { a: { configFile: x, appcmdPath: y } }\n`,
  `${head}hosts: { "*": {} }\n`,
  `${head}hosts: { a: { configFile: x, host: y } }\n`,
  `${head}hosts: { a: { host: y, password: canary } }\n`,
  `${head}hosts: { a: { host: y, port: 0 } }\n`,
  `${head}hosts: { a: { host: y, shell: bash } }\n`,
  `${head}hosts: { a: { host: y, proxy: { user: z } } }\n`,
  `${head}include: [5]\n`,
  `${head}defaults: { state: absent }\n`,
  `${head}applicationPoolDefaults: { state: Started }\n`,
  `${head}applicationPoolDefaults: { multiInstance: true }\n`,
  `${head}drift: { ignore: [{ pool: A }] }\n`,
  `${head}groups: { 5: [local] }\n`,
  `${head}groups: { a: [] }\n`,
  `${head}pools: { P: {} }\noverrides: { local: { pools: { P: { queueLength: 5 } } } }\n`,
  `${head}pools: { P: {} }\noverrides: { local: { pools: { P: { hosts: local } } } }\n`,
  `${head}overrides: { local: { defaults: {} } }\n`,
  `${head}pools: { P: { probe: {} } }\n`,
  `${head}pools: { P: { probe: { url: ftp://x } } }\n`,
  `${head}pools: { P: { probe: { url: "http://" } } }\n`,
  `${head}pools: { P: { probe: { url: "https://?a=b" } } }\n`,
  `${head}pools: { P: { probe: { url: http://x, status: 1000 } } }\n`,
  `${head}drift: { ignores: [] }\n`,
])("loader and schema refuse %j", (text) => {
  expect([loads(text), isValid(parse(text, { stringKeys: true }))]).toEqual([false, false]);
});

test("docs/pools.schema.json is what the source says (else: npm run build && npm run docs)", () => {
  expect(readFileSync("docs/pools.schema.json", "utf8")).toBe(`${JSON.stringify(poolFileJsonSchema(), null, 2)}\n`);
});
