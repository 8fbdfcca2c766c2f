import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeServers, type Servers } from "./servers";

const copied = readFileSync(join(__dirname, "encrypted.config"), "utf8");
const blobs = copied.match(/\[enc:[^\]]+:enc\]/g)!;

let servers: Servers;

function setUp(config = copied): void {
  servers = makeServers({ copy: config });
}

afterEach(() => {
  servers.dispose();
});

/** Every environment variable that the pool file names, none with the password that the server has. */
function environment(): Record<string, string> {
  const names = [...servers.read("pools.yaml").matchAll(/\$\{env:(\w+)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(names.map((name) => [name, `canary-${name}`]));
}

async function importFile(): Promise<string> {
  const ended = await servers.call(["import", "--config-file", "copy.config", "--out", "pools.yaml"]);
  expect(ended).toMatchObject({ code: 0 });
  return servers.read("pools.yaml");
}

const declare = (pools: string): void => {
  servers.write("pools.yaml", `version: 1\nhosts: { copy: { configFile: ./copy.config } }\npools: ${pools}\n`);
};

describe("a configuration that was copied from another server", () => {
  it("is imported as a file whose plan is empty, and says what it could not compare", async () => {
    setUp();
    const text = await importFile();
    for (const name of ["CNG", "AES", "RSA", "PLAIN", "NAMELESS"]) {
      expect(text).toContain(`password: \${env:${name}_PASSWORD}`);
    }
    expect(text).toContain(
      "# Cng: processModel.password is encrypted with the key of another server (IISWASOnlyCngProvider) and not readable here",
    );
    expect(text).not.toContain("NOTHING_PASSWORD");
    const env = environment();
    const { code, stdout } = await servers.call(["plan", "--detailed-exitcode"], { env });
    expect([code, stdout]).toEqual([0, expect.stringContaining("nothing to change")]);
    for (const pool of ["Cng", "Aes", "Rsa", "Plain", "Nameless"]) expect(stdout).toContain(`"${pool}"`);
    expect(stdout).toContain('environmentVariables.DB of pool "Variables"');
    expect(stdout).toContain("--check-passwords");
    const applied = await servers.call(["apply", "--yes"], { env });
    expect(applied.code).toBe(0);
    expect(servers.at("copy").config()).toBe(copied);
    expect(
      servers
        .at("copy")
        .takeCalls()
        .filter((call) => !call.startsWith("list")),
    ).toEqual([]);
  });

  it("has no drift in what nobody can read, and with --check-passwords all of it", async () => {
    setUp();
    await importFile();
    const env = environment();
    const drift = async (...argv: string[]): Promise<{ declared: { pool: string }[]; notes: { text: string }[] }> => {
      const { stdout } = await servers.call(["drift", "--format", "json", ...argv], { env });
      const [host] = (JSON.parse(stdout) as { hosts: Awaited<ReturnType<typeof drift>>[] }).hosts;
      return host!;
    };
    expect(await drift()).toMatchObject({ declared: [] });
    expect((await drift()).notes.map(({ text }) => text).join()).toContain("IISWASOnlyRsaProvider");
    const { declared, notes } = await drift("--check-passwords");
    // What is declared of a variable is the encrypted text itself, so that one is equal.
    expect(declared.map(({ pool }) => pool).sort()).toEqual(["Aes", "Cng", "Nameless", "Plain", "Rsa"]);
    expect(notes).toEqual([]);
  });

  it("keeps every encrypted text, byte for byte, whatever else is written beside it", async () => {
    setUp();
    await importFile();
    const env = environment();
    servers.write("pools.yaml", servers.read("pools.yaml").replace("queueLength: 1500", "queueLength: 2500"));
    expect(await servers.call(["apply", "--yes", "--no-backup"], { env })).toMatchObject({ code: 0 });
    expect(servers.at("copy").config()).toBe(copied.replace('queueLength="1500"', 'queueLength="2500"'));
  });

  it("gets a declared password with --check-passwords, also by a saved plan, and then it can be compared", async () => {
    setUp();
    declare('{ Cng: { processModel: { identityType: SpecificUser, userName: CORP\\cng, password: "${env:CNG}" } } }');
    const env = { CNG: "canary-new" };
    expect(await servers.call(["plan", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
    await servers.call(["plan", "--check-passwords", "--out", "plan.json"], { env });
    expect(servers.read("plan.json")).not.toMatch(/canary|\[enc:/);
    const apply = ["apply", "plan.json", "--yes", "--force", "--no-backup"];
    expect(await servers.call(apply, { env })).toMatchObject({ code: 0 });
    expect(servers.at("copy").config()).not.toContain(blobs[0]);
    for (const blob of blobs.slice(1)) expect(servers.at("copy").config()).toContain(blob);
    const plan = ["plan", "--check-passwords", "--detailed-exitcode"];
    expect(await servers.call(plan, { env })).toMatchObject({ code: 0 });
    expect(await servers.call(plan, { env: { CNG: "another" } })).toMatchObject({ code: 2 });
  });

  it("differs where a variable is declared that is readable, or none is declared at all", async () => {
    setUp();
    declare("{ Variables: { environmentVariables: { DB: x, MODE: test } } }");
    const { stdout } = await servers.call(["plan", "--format", "json"]);
    const [host] = (JSON.parse(stdout) as { hosts: { changes: { settings: { text: string }[] }[] }[] }).hosts;
    expect(host!.changes[0]!.settings.map(({ text }) => text)).toEqual([
      "DB=[secret], MODE=[secret] -> DB=[secret], MODE=[changed]",
    ]);
    expect(await servers.call(["apply", "--yes", "--no-backup"])).toMatchObject({ code: 0 });
    expect(servers.at("copy").config()).toContain(copied.match(/<add name="DB".*/)![0]);
    declare("{ Variables: { environmentVariables: { MODE: test } } }");
    expect(await servers.call(["apply", "--yes", "--no-backup"])).toMatchObject({ code: 0 });
    expect(servers.at("copy").config()).not.toContain('name="DB"');
  });

  it.each([
    ["a variable of another pool", "{ Cng: { environmentVariables: { DB: '[enc:P:eA==:enc]' } } }"],
    [
      "a password of a new pool",
      "{ New: { processModel: { identityType: SpecificUser, userName: u, password: '[enc:P:eA==:enc]' } } }",
    ],
    ["what a renamed pool would take along", "{ New: { renamedFrom: Variables } }"],
    ["the password of a renamed pool", "{ New: { renamedFrom: Cng } }"],
  ])("never has an encrypted text written elsewhere: %s", async (_what, pools) => {
    setUp();
    declare(pools);
    const { code, stderr } = await servers.call(["apply", "--yes", "--force", "--no-backup"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("PASSWORD_UNREADABLE")]);
    expect(servers.at("copy").config()).toBe(copied);
  });

  it("is listed and taken back by the emulator as it stands", () => {
    setUp();
    const { world } = servers.at("copy");
    const { stdout } = world.appcmd("list", "apppool", "Cng", "/config:*", "/xml");
    expect(stdout).toContain(blobs[0]);
    const input = stdout.replaceAll('"Cng"', '"Cng 2"');
    expect(world.appcmdWith(input, "add", "apppool", "/in").exitCode).toBe(0);
    expect(world.config().split(blobs[0])).toHaveLength(3);
    expect(world.appcmd("list", "apppool", "Nothing", "/text:processModel.password").stdout).toBe("\r\n");
  });
});

const shared = join(__dirname, "../../../shared/reference/applicationHost");
const references = existsSync(shared) ? readdirSync(shared).filter((file) => file.endsWith(".config")) : [];
const describeShared = references.length === 0 ? describe.skip : describe;

describeShared(
  `the configurations of real servers${references.length === 0 ? ` (missing here: ../shared/reference/applicationHost)` : ""}`,
  () => {
    it.each(references)(
      "%s, with the passwords of another server, is imported as a file whose plan is empty",
      async (file) => {
        const identity = (name: string, index: number): string =>
          `<add name="${name}"><processModel identityType="SpecificUser" userName="CORP\\${name}" password="${blobs[index]}" /></add>`;
        const own = ["One", "Two", "Three"].map(identity).join("");
        const config = readFileSync(join(shared, file), "utf8").replace(/<applicationPools\b[^>]*>/, `$&${own}`);
        setUp(config);
        await importFile();
        const env = environment();
        expect(Object.keys(env)).toHaveLength(3);
        expect(await servers.call(["plan", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
        expect(servers.at("copy").config()).toBe(config);
      },
    );
  },
);
