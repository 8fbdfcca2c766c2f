import { run } from "../../emulator/run";
import { memoryWorld, poolsConfig, section } from "./memory-world";

const one = poolsConfig('<add name="A" />');

describe("backups", () => {
  it("are added, listed, restored and deleted by their names, which ignore case", () => {
    const world = memoryWorld(one);
    expect(world.appcmd("add", "backup", "Before").stdout).toBe('BACKUP object "Before" added\r\n');
    world.appcmd("delete", "apppool", "A");
    expect(world.appcmd("add", "backup", "/name:After").exitCode).toBe(0);
    expect(world.appcmd("list", "backups").stdout).toBe('BACKUP "After"\r\nBACKUP "Before"\r\n');
    expect(world.appcmd("list", "backup", "/xml").stdout).toContain('    <BACKUP BACKUP.NAME="After" />\r\n');
    expect(world.appcmd("restore", "backup", "before")).toEqual({
      stdout: 'Restored configuration from backup "Before"\r\n',
      exitCode: 0,
      commit: true,
    });
    expect(world.config()).toBe(one);
    expect(world.appcmd("delete", "backup", "Before").stdout).toBe('BACKUP object "Before" deleted\r\n');
    expect(world.appcmd("delete", "backup", "After").exitCode).toBe(0);
    expect(world.appcmd("list", "backups")).toEqual({ stdout: "", exitCode: 0, commit: false });
    expect(world.contents.size).toBe(1);
  });

  it("are read under the path that they have on a server", () => {
    const world = memoryWorld(one);
    world.appcmd("add", "backup", "Before");
    world.appcmd("delete", "apppool", "A");
    const at = (name: string): string =>
      `/apphostconfig:C:\\Windows\\system32\\inetsrv\\backup\\${name}\\applicationHost.config`;
    expect(world.appcmd("list", "config", section, "/config", at("before")).stdout).toContain('<add name="A" />');
    expect(world.appcmd("list", "apppools", at("Before")).stdout).toContain('APPPOOL "A"');
    expect(world.appcmd("list", "apppools").stdout).toBe("");
    expect(world.appcmd("list", "apppools", at("Other"))).toMatchObject({ exitCode: 2 });
  });

  it.each(["..\\..\\x", "../x", "a:b", "a?", "x.", "..", "x ", "a\tb"])(
    "are not made under a name that Windows does not accept for a folder: %j",
    (name) => {
      const world = memoryWorld(one);
      expect(world.appcmd("add", "backup", `/name:${name}`)).toMatchObject({ exitCode: 123 });
      expect([...world.contents.keys()]).toHaveLength(1);
    },
  );

  it.each([
    [["restore", "backup", "X"], 1168, 'Cannot find BACKUP object with identifier "X".'],
    [["delete", "backup", "X"], 1168, 'Cannot find BACKUP object with identifier "X".'],
    [["restore", "backup"], 87, "Must specify the BACKUP object with identifier."],
    [["add", "backup", "taken"], 183, 'Failed to add duplicate collection element "taken".'],
  ])("%j fails with %d", (argv, exitCode, message) => {
    const world = memoryWorld(one);
    world.appcmd("add", "backup", "Taken");
    expect(world.appcmd(...argv)).toEqual({ stdout: `ERROR ( message:${message} )\r\n`, exitCode, commit: false });
  });

  it.each([
    ["add", "backup", "B"],
    ["restore", "backup", "Taken"],
    ["delete", "backup", "Taken"],
    ["stop", "apppool", "A"],
  ])("%s %s fails with an answer of appcmd if the folder cannot be written", (...argv) => {
    const world = memoryWorld(one);
    world.appcmd("add", "backup", "Taken");
    const create = (): never => {
      throw Object.assign(new Error("no"), { code: "EACCES" });
    };
    const stdout = "ERROR ( hresult:80070005, message:Command execution failed.\r\r\nAccess is denied.\r\r\n )\r\n";
    expect(run(argv, { ...world, files: { ...world.files, create } })).toEqual({ stdout, exitCode: 5, commit: false });
  });

  it("get the time as their name where they have none", () => {
    expect(memoryWorld(one).appcmd("add", "backup").stdout).toMatch(/^BACKUP object "\d{8}T\d{6}" added\r\n$/);
  });
});
