import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageVersion } from "../../provider/package-root";
import { parseCommandLine } from "../../tools/windows/shell-models.mts";
import { repository } from "../../tools/workspace/places.mts";
import { sampleConfig, verbs } from "../engine/offline-host";
import { madeFolder } from "../made-folder";
import { describeWithSshd } from "../transport/openssh/needs";
import { startSshd } from "../transport/openssh/sshd";
import { makeMachine, type WindowsMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { run } from "./harness/run";
import { windowsPath } from "./harness/windows-path";

describeOnWine("the executable for Windows", () => {
  let machine: WindowsMachine;
  let folder: string;
  let program: string;

  beforeAll(async () => {
    machine = await makeMachine();
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-exe-"));
    program = join(madeFolder("win-x64"), `iispools-${packageVersion()}-win-x64.exe`);
  });

  beforeEach(() => {
    machine.reset();
  });

  afterAll(async () => {
    await machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs it with nothing on Windows' PATH but Windows. */
  async function iispools(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { exitCode, printed } = await machine.program(program, args, env);
    expect({ args, printed, exitCode }).toEqual({ args, printed, exitCode: 0 });
    return printed;
  }

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return windowsPath(join(folder, name));
  };

  it("imports, plans and applies on a file, with the emulator that is in it", async () => {
    const config = join(folder, "applicationHost.config");
    writeFileSync(config, readFileSync(sampleConfig));
    const pools = windowsPath(join(folder, "pools.yaml"));
    await iispools(["import", "--config-file", windowsPath(config), "--out", pools]);
    const changed = readFileSync(join(folder, "pools.yaml"), "utf8").replace(
      /^pools:\n/m,
      "pools:\n  Größe:\n    queueLength: 2000\n",
    );
    writeFileSync(join(folder, "pools.yaml"), changed);
    expect(await iispools(["plan", pools])).toContain("Größe");
    expect(await iispools(["apply", pools, "--yes"])).toContain("Größe");
    expect(readFileSync(config, "utf8")).toContain('<add name="Größe" queueLength="2000" />');
    expect(await iispools(["plan", pools, "--detailed-exitcode"])).toContain("nothing to change");
    expect(machine.configText()).toBe(readFileSync(sampleConfig, "utf8"));
  });

  it("applies by the server's own appcmd.exe in one commit", async () => {
    const pools = file("local.yaml", "version: 1\npools:\n  Shop:\n    queueLength: 2000\n");
    await iispools(["apply", pools, "--yes", "--no-backup"]);
    expect(machine.configText()).toContain('<add name="Shop" queueLength="2000" />');
    expect(verbs(machine.takeCalls()).filter((verb) => verb === "set config")).toHaveLength(1);
  });

  it("registers the task of an agent, which Task Scheduler stores, and which changes the server in one commit", async () => {
    const pools = file("agent.yaml", "version: 1\npools:\n  Shop:\n    queueLength: 2000\n");
    const state = windowsPath(join(folder, "state of the agent"));
    const options = ["--mode", "apply", "--no-backup", "--state", state, "--every", "30m"];
    // The service would be a child of schtasks, and keep its output open.
    await machine.program("schtasks", ["/delete", "/tn", "none", "/f"]);
    expect(await iispools(["agent", "install", pools, ...options])).toContain("registered the task \\iispools\\agent");
    const stored = String.raw`C:\windows\system32\tasks\iispools\agent`;
    // Wine keeps neither triggers nor actions.
    expect((await machine.program("cmd", ["/c", "type", stored])).printed).toContain("<URI>\\iispools\\agent</URI>");
    await iispools(["agent", "install", pools, ...options, "--print", windowsPath(join(folder, "task.xml"))]);
    const xml = readFileSync(join(folder, "task.xml"), "utf16le");
    const textOf = (name: string): string => new RegExp(`<${name}>(.*)</${name}>`).exec(xml)?.[1] ?? "";
    const [, ...words] = parseCommandLine(`program ${textOf("Arguments").replaceAll("&quot;", '"')}`);
    const { exitCode, printed } = await machine.program(textOf("Command"), words);
    expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: expect.stringContaining("1 applied") as string });
    expect(machine.configText()).toContain('<add name="Shop" queueLength="2000" />');
    expect(verbs(machine.takeCalls()).filter((verb) => verb === "set config")).toHaveLength(1);
    expect(await iispools(["agent", "status", "--state", state])).toContain("apply, exit code 0");
    expect(await iispools(["agent", "uninstall"])).toContain("removed the task");
    expect((await machine.program("cmd", ["/c", "type", stored])).exitCode).not.toBe(0);
  });

  describeWithSshd("with an SSH server", () => {
    it("applies over SSH", async () => {
      const starter = join(folder, "run-lines.exe");
      const source = join(repository, "test/quoting/windows/run-lines.c");
      await run("x86_64-w64-mingw32-gcc", ["-O1", "-municode", "-o", starter, source]);
      const forceCommand = `'${process.execPath}' '${join(__dirname, "harness/play-cmd.cjs")}'`;
      const env = { ...machine.ownEnv, PLAY_STARTER: starter, PLAY_FOLDER: folder };
      const sshd = await startSshd({ forceCommand, env });
      try {
        const key = file("key", sshd.userKey.privateKey);
        const connection = { port: sshd.port, user: sshd.user, hostKey: sshd.hostKey.publicKey, privateKeyFile: key };
        const hosts = JSON.stringify({ web: { host: "127.0.0.1", ...connection } });
        const pools = file("ssh.yaml", `version: 1\nhosts: ${hosts}\npools:\n  Shop:\n    queueLength: 2000\n`);
        await iispools(["apply", pools, "--yes", "--no-backup"]);
      } finally {
        await sshd.stop();
      }
      expect(machine.configText()).toContain('<add name="Shop" queueLength="2000" />');
      expect(verbs(machine.takeCalls()).filter((verb) => verb === "set config")).toHaveLength(1);
    });
  });
});
