import { readConnections } from "../../scripts/lib/iis/connections.mts";
import { readDefaults } from "../../scripts/lib/iis/defaults.mts";
import { NotHere, type Run } from "../../scripts/lib/iis/machine.mts";
import { removeTestPools, withoutNewPools } from "../../scripts/lib/iis/pools.mts";
import { withoutMachine } from "../../scripts/lib/iis/without-machine.mts";
import { memoryWorld, poolsConfig } from "../emulator/memory-world";

// The parts of npm run test:iis, with the emulator in memory in place of appcmd.

/** A server with these pools. */
function server(pools: string): { readonly run: Run; readonly config: () => string } {
  const { appcmd, config } = memoryWorld(poolsConfig(pools));
  return { run: (...args) => Promise.resolve({ stderr: "", ...appcmd(...args) }), config };
}

const secret = "Pa55-of-the-defaults";

describe("what pools inherit", () => {
  it.each([
    [
      "an account",
      `<processModel identityType="SpecificUser" userName="CORP\\app" password="${secret}" />`,
      "userName",
    ],
    ["the name of an account", `<processModel identityType="SpecificUser" userName="${secret}" />`, "userName"],
    ["variables", `<environmentVariables><add name="DB" value="${secret}" /></environmentVariables>`, "environmentV"],
  ])("must not contain %s, which transcripts would show", async (_what, inherited, named) => {
    const { run } = server(`<applicationPoolDefaults>${inherited}</applicationPoolDefaults>`);
    const refused: unknown = await readDefaults(run).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(NotHere);
    expect(String(refused)).toContain(named);
    expect(String(refused)).not.toContain(secret);
  });

  it("is its element otherwise, whatever accounts other pools have", async () => {
    const pool = `<add name="Other"><processModel identityType="SpecificUser" userName="a" password="${secret}" /></add>`;
    const defaults = '<applicationPoolDefaults queueLength="2000"><cpu limit="0" /></applicationPoolDefaults>';
    const text = await readDefaults(server(`${pool}\n${defaults}`).run);
    expect(text).toMatch(
      /^<applicationPoolDefaults queueLength="2000">[^]*<cpu limit="0"[^]*<\/applicationPoolDefaults>$/,
    );
    expect(text).not.toContain(secret);
    await expect(readDefaults(server(pool).run)).resolves.not.toContain(secret);
  });

  it("is not read from a failed command, whose output no message shows", async () => {
    const run: Run = () => Promise.resolve({ exitCode: 5, stdout: secret, stderr: secret });
    const failed: unknown = await readDefaults(run).catch((error: unknown) => error);
    expect(String(failed)).toContain("5");
    expect(String(failed)).not.toContain(secret);
  });
});

describe("pools that the checks leave", () => {
  it("are removed by their prefix in any letter case, the doctor's too, and no others", async () => {
    const kept = '<add name="zz-pulumi" />\n<add name="Shop" />';
    const { run, config } = server(
      `${kept}\n<add name="ZZ-Pulumi-IIS-Test-1" />\n<add name="zz-pulumi-iis-doctor" />\n<add name="zz-pulumi-iis-test It's (50%25)" />`,
    );
    await removeTestPools(run);
    expect(config()).toBe(poolsConfig(kept));
  });

  it("are removed by whatever name a call made them, also after an error", async () => {
    const { run, config } = server('<add name="Shop" />');
    const made = withoutNewPools(run, async () => {
      await run("add", "apppool", "/name:whatever");
      throw new Error("the check failed");
    });
    await expect(made).rejects.toThrow("the check failed");
    expect(config()).toBe(poolsConfig('<add name="Shop" />'));
  });

  it("are not guessed from a list that failed", async () => {
    const { run, config } = server('<add name="Shop" />');
    let lists = 0;
    const failing: Run = (...args) =>
      args[0] === "list" && lists++ === 0 ? Promise.resolve({ exitCode: 5, stdout: "", stderr: "" }) : run(...args);
    await expect(withoutNewPools(failing, () => Promise.resolve())).rejects.toThrow("appcmd to list the pools");
    expect(config()).toBe(poolsConfig('<add name="Shop" />'));
  });

  it("are reported if they cannot be removed", async () => {
    const { run } = server('<add name="zz-pulumi-iis-test-1" />');
    const refusing: Run = (...args) =>
      args[0] === "list" ? run(...args) : Promise.resolve({ exitCode: 5, stdout: "", stderr: "" });
    await expect(removeTestPools(refusing)).rejects.toThrow('remove the pool "zz-pulumi-iis-test-1"; exit code 5');
  });
});

describe("a text in a transcript", () => {
  const names = ["web", "deploy", "corp", "corp.example"];

  it.each([
    ["WEB\\Deploy has the pool", "MACHINE\\MACHINE has the pool"],
    ["web.corp.example, (web)", "MACHINE.MACHINE, (MACHINE)"],
    ["webgarden, zz-web-1, über-web, deployé, web_1", "webgarden, zz-web-1, über-web, deployé, web_1"],
    [
      'WP "1234" (applicationPool:zz)\r\nWP "98765" (applicationPool:web)',
      'WP "0" (applicationPool:zz)\r\nWP "0" (applicationPool:MACHINE)',
    ],
    ["S-1-5-82-3006700770-424185619", "S-1-0-0"],
    [
      "Filename: \\\\?\\C:\\Users\\deploy\\applicationHost.config\r\nLine Number: 3",
      "Filename: \\\\?\\applicationHost.config\r\nLine Number: 3",
    ],
  ])("%j is %j", (text, shown) => {
    expect(withoutMachine(text, names)).toBe(shown);
  });

  it("has none of the names of this machine and its user", () => {
    const user = process.env["USERDOMAIN"];
    process.env["USERDOMAIN"] = "a.b*c";
    try {
      expect(withoutMachine("A.B*C\\x, aab*c")).toBe("MACHINE\\x, aab*c");
    } finally {
      if (user === undefined) delete process.env["USERDOMAIN"];
      else process.env["USERDOMAIN"] = user;
    }
  });
});

describe.each(["PULUMI_IIS_TEST_SSH", "PULUMI_IIS_TEST_WINRM"] as const)("%s", (variable) => {
  const one = '{"host":"127.0.0.1","type":"winrm","auth":"ntlm"}';
  const read = { host: "127.0.0.1", type: "winrm", auth: "ntlm" };

  it("is a connection, or a list of connections", () => {
    expect(readConnections(variable, one)).toEqual([read]);
    expect(readConnections(variable, `[${one},${one}]`)).toEqual([read, read]);
  });

  it.each([
    `{"host":"127.0.0.1","password":"${secret}`,
    secret,
    `{"host":1,"password":"${secret}"}`,
    `{"password":["${secret}"]}`,
    `[${one},{"host":1,"password":"${secret}"}]`,
  ])("is refused otherwise, without a secret (%#)", (text) => {
    let message = "";
    try {
      readConnections(variable, text);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toMatch(new RegExp(`^${variable}`));
    expect(message).not.toContain("Pa55");
  });
});
