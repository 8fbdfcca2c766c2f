import { memoryWorld, type MemoryWorld, poolsConfig, poolsOf, section } from "./memory-world";

const defaults = `<applicationPoolDefaults>
    <recycling>
        <periodicRestart>
            <schedule>
                <add value="01:00:00" />
                <add value="02:00:00" />
            </schedule>
        </periodicRestart>
    </recycling>
    <environmentVariables>
        <add name="REGION" value="eu" />
        <add name="TIER" value="web" />
    </environmentVariables>
</applicationPoolDefaults>`;

const schedule = "/[name='A'].recycling.periodicRestart.schedule";
const variables = "/[name='A'].environmentVariables";

function heir(): MemoryWorld {
  return memoryWorld(poolsConfig(`<add name="A" />\n${defaults}`));
}

/** What is in force in the collections of pool A. */
function entries(world: MemoryWorld): string[] {
  const { stdout } = world.appcmd("list", "apppool", "A", "/config:*");
  return [...stdout.matchAll(/<add (?:value="([^"]*)"|name="([^"]*)" value="([^"]*)") \/>/g)].map(
    ([, time, name, value]) => time ?? `${name ?? ""}=${value ?? ""}`,
  );
}

/** The lines of pool A, without indentation. */
function pool(world: MemoryWorld): string[] {
  const text = poolsOf(world.config());
  return text.slice(0, text.indexOf("<applicationPoolDefaults")).trim().split(/\n */);
}

const inherited = ["01:00:00", "02:00:00", "REGION=eu", "TIER=web"];

describe("a pool that inherits collections from applicationPoolDefaults", () => {
  it("has the inherited entries in force", () => {
    expect(entries(heir())).toEqual(inherited);
  });

  it("shows none of them as its own", () => {
    expect(heir().appcmd("list", "apppool", "A", "/config").stdout).toBe('<add name="A" />\r\n');
  });

  it.each<[string, string, string[], string[]]>([
    [
      "adds entries behind the inherited ones",
      `/+${schedule.slice(1)}.[value='03:00:00']`,
      ["01:00:00", "02:00:00", "03:00:00", "REGION=eu", "TIER=web"],
      ['<add value="03:00:00" />'],
    ],
    [
      "leaves a variable out by <remove>",
      `/-${variables.slice(1)}.[name='region']`,
      ["01:00:00", "02:00:00", "TIER=web"],
      ['<remove name="REGION" />'],
    ],
    [
      "leaves a time out by <clear /> and the others anew",
      `/-${schedule.slice(1)}.[value='01:00:00']`,
      ["02:00:00", "REGION=eu", "TIER=web"],
      ["<clear />", '<add value="02:00:00" />'],
    ],
    ["leaves all times out by <clear />", `/-${schedule.slice(1)}`, ["REGION=eu", "TIER=web"], ["<clear />"]],
    [
      "overrides an inherited variable",
      `${variables}.[name='TIER'].value:api`,
      [...inherited.slice(0, 3), "TIER=api"],
      ['<remove name="TIER" />', '<add name="TIER" value="api" />'],
    ],
  ])("%s", (_, operation, inForce, written) => {
    const world = heir();
    expect(world.appcmd("set", "config", section, operation).exitCode).toBe(0);
    expect(entries(world)).toEqual(inForce);
    expect(pool(world)).toEqual(expect.arrayContaining(written));
  });

  it.each([
    [`/+${schedule.slice(1)}.[value='01:00:00']`, "'value' set to '01:00:00'"],
    [`/+${variables.slice(1)}.[name='Region',value='us']`, "'name' set to 'Region'"],
  ])("does not take %s, which it inherits already", (operation, text) => {
    const { stdout, exitCode } = heir().appcmd("set", "config", section, operation);
    expect(exitCode).toBe(183);
    expect(stdout).toContain(`Cannot add duplicate collection entry of type 'add' with unique key attribute ${text}`);
  });

  it("goes back to what it inherits with clear config, a <clear /> of its own included", () => {
    const world = heir();
    const inherited = entries(world);
    const before = world.config();
    world.appcmd("set", "config", section, `/-${schedule.slice(1)}`, `/+${schedule.slice(1)}.[value='01:00:00']`);
    expect(pool(world)).toContain("<clear />");
    world.appcmd("clear", "config", section, schedule);
    expect(world.config()).toBe(before);
    expect(entries(world)).toEqual(inherited);
  });

  it("writes no <clear /> when there is nothing to inherit", () => {
    const world = memoryWorld(poolsConfig('<add name="A" />'));
    expect(world.appcmd("clear", "config", section, schedule).exitCode).toBe(0);
    expect(poolsOf(world.config())).toBe('<add name="A" />');
  });

  it("adds to a cleared collection", () => {
    const world = heir();
    world.appcmd("set", "config", section, `/-${schedule.slice(1)}`, `/+${schedule.slice(1)}.[value='01:00:00']`);
    expect(entries(world)).toEqual(["01:00:00", "REGION=eu", "TIER=web"]);
  });

  it("can take back a variable that it left out", () => {
    const world = heir();
    world.appcmd("set", "config", section, `/-${variables.slice(1)}.[name='TIER']`);
    expect(world.appcmd("set", "config", section, `/+${variables.slice(1)}.[name='TIER',value='db']`).exitCode).toBe(0);
    expect(entries(world)).toEqual(["01:00:00", "02:00:00", "REGION=eu", "TIER=db"]);
  });

  it("goes back to the inherited value of an attribute when its own is cleared", () => {
    const world = memoryWorld(
      poolsConfig('<add name="A" queueLength="10" />\n<applicationPoolDefaults queueLength="20" />'),
    );
    const text = (): string => world.appcmd("list", "apppool", "A", "/text:queueLength").stdout;
    expect(text()).toBe("10\r\n");
    world.appcmd("clear", "config", section, "/[name='A'].queueLength");
    expect(text()).toBe("20\r\n");
    world.appcmd("clear", "config", section, "/applicationPoolDefaults.queueLength");
    expect(text()).toBe("1000\r\n");
  });
});
