import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ "web-01": sample });
  servers.write(
    "pools.yaml",
    "version: 1\nhosts: { web-01: { configFile: web-01.config } }\ninclude: shop.yaml\ndefaults: { queueLength: 2000 }\n",
  );
  servers.write("shop.yaml", "version: 1\npools: { Shop: { queueLength: 3000 } }\n");
});

afterEach(() => {
  servers.dispose();
});

const message = "applies to no pool of this file; for those of included files add scope: included";
const finding = {
  ...{ rule: "unused-block", severity: "warning", pool: "", path: "defaults", message },
  position: { file: "pools.yaml", line: 4, column: 1 },
};

test.each(["validate", "lint", "plan"])("%s reports a block without effect as a warning", async (verb) => {
  const { code, stdout, stderr } = await servers.call([verb, "--format", "json"]);
  const { findings } = JSON.parse(stdout) as { findings: readonly object[] };
  expect(code).toBe(0);
  expect(stderr).not.toContain("applies to no pool");
  expect(findings).toContainEqual(expect.objectContaining(finding));
});

test.each([
  ["text", `pools.yaml:4:1  warning unused-block  defaults: ${message}\n`],
  ["markdown", `<code>pools.yaml:4:1</code> <code>defaults</code> ${message}`],
  ["html", `<code>defaults</code> ${message}`],
  ["junit", 'name="unused-block: defaults"'],
  ["sarif", `"text": "defaults: ${message}"`],
])("validate --format %s names the block and no pool", async (format, line) => {
  const { stdout } = await servers.call(["validate", "--format", format]);
  expect(stdout).toContain(line);
  expect(stdout).not.toMatch(/``|<b><\/b>|pool ""/);
});

test("apply prints it on stderr and writes", async () => {
  const { code, stderr } = await servers.call(["apply", "--yes", "--no-backup"]);
  expect(code).toBe(0);
  expect(stderr).toContain(`warning: pools.yaml:4:1 defaults: ${message}\n`);
  expect(servers.at("web-01").config()).toContain('queueLength="3000"');
});

test("with scope: included the block has effect, and nothing is reported", async () => {
  servers.write("pools.yaml", servers.read("pools.yaml").replace("{ queue", "{ scope: included, queue"));
  const { stdout } = await servers.call(["lint", "--format", "json"]);
  expect(stdout).not.toContain("unused-block");
});

test("the profile stig has only its own rules", async () => {
  const { stdout } = await servers.call(["lint", "--profile", "stig", "--format", "json"]);
  expect(stdout).not.toContain("unused-block");
});
