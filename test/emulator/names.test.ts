import { memoryWorld, poolsConfig } from "./memory-world";

/** What every object of JavaScript has, in the letter case in which people may write it. */
const names = ["Constructor", "constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "prototype"];

describe.each(names)("a pool called %s", (name) => {
  const world = () => memoryWorld(poolsConfig(`<add name="${name}" startMode="AlwaysRunning" />`));

  test("is listed with the state that its autoStart gives", () => {
    expect(world().appcmd("list", "apppool").stdout).toBe(
      `APPPOOL "${name}" (MgdVersion:,MgdMode:Integrated,state:Started)\r\n`,
    );
  });

  test("is stopped, recycled and started like any other, and keeps its state", () => {
    const { appcmd } = world();
    const workers = () => /WP "(\d+)"/.exec(appcmd("list", "wp").stdout)?.[1];
    const first = workers();
    expect(appcmd("recycle", "apppool", name)).toMatchObject({ exitCode: 0 });
    expect(workers()).toMatch(/^\d+$/);
    expect(workers()).not.toBe(first);
    expect(appcmd("stop", "apppool", name)).toMatchObject({ exitCode: 0 });
    expect(appcmd("list", "apppool").stdout).toContain("state:Stopped");
    expect(appcmd("start", "apppool", name)).toMatchObject({ exitCode: 0 });
    expect(appcmd("list", "apppool").stdout).toContain("state:Started");
  });

  test("is created, changed and deleted while others are stopped", () => {
    const { appcmd, config } = memoryWorld(poolsConfig(`<add name="Shop" />`));
    expect(appcmd("stop", "apppool", "Shop")).toMatchObject({ exitCode: 0 });
    expect(appcmd("add", "apppool", `/name:${name}`)).toMatchObject({ exitCode: 0 });
    expect(appcmd("set", "apppool", name, `/+environmentVariables.[name='${name}',value='x']`)).toMatchObject({
      exitCode: 0,
    });
    expect(config()).toContain(`<add name="${name}" value="x" />`);
    expect(appcmd("list", "apppool", name).stdout).toContain("state:Started");
    expect(appcmd("delete", "apppool", name)).toMatchObject({ exitCode: 0 });
    expect(appcmd("list", "apppool").stdout).toContain('"Shop" (MgdVersion:,MgdMode:Integrated,state:Stopped)');
  });

  test("is new to the service, for the fault of that name, only once it was created", () => {
    const { appcmd } = memoryWorld(poolsConfig(`<add name="Shop" />`), { APPCMD_EMULATOR_FAULT: "fresh:1000:fresh" });
    expect(appcmd("add", "apppool", `/name:${name}`)).toMatchObject({ exitCode: 0 });
    expect(appcmd("stop", "apppool", name).stdout).toContain("does not represent a valid object");
    expect(appcmd("stop", "apppool", "Shop")).toMatchObject({ exitCode: 0 });
  });
});

test.each(names)("a backup called %s is made, listed, restored and deleted", (name) => {
  const { appcmd, config } = memoryWorld(poolsConfig(`<add name="Shop" />`));
  const before = config();
  expect(appcmd("restore", "backup", name)).toMatchObject({ exitCode: 1168 });
  expect(appcmd("add", "backup", name)).toMatchObject({ exitCode: 0 });
  expect(appcmd("delete", "apppool", "Shop")).toMatchObject({ exitCode: 0 });
  expect(appcmd("list", "backups").stdout).toBe(`BACKUP "${name}"\r\n`);
  expect(appcmd("restore", "backup", name)).toMatchObject({ exitCode: 0 });
  expect(config()).toBe(before);
  expect(appcmd("delete", "backup", name)).toMatchObject({ exitCode: 0 });
  expect(appcmd("list", "backups").stdout).toBe("");
});
