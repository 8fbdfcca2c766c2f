import { join } from "node:path";
import { Sandbox } from "./sandbox";

const pulumiScript = "tools/pulumi-cli/pulumi.mts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => {
  sandbox.dispose();
});

/** A fake CLI whose `pulumi` runs this shell text. */
function cliThat(body: string): { PULUMI_IIS_CLI_DIR: string } {
  const folder = sandbox.cli("cli");
  sandbox.program(join(folder, "pulumi"), body);
  return { PULUMI_IIS_CLI_DIR: folder };
}

describe("npm run pulumi", () => {
  test("hands the arguments on and answers with pulumi's exit code", async () => {
    const env = cliThat('for word in "$@"; do echo "<$word>"; done; exit 7');
    const ended = await sandbox.start(pulumiScript, [], env, ["up", "--yes", "a b", "*"]).ended;
    expect(ended).toMatchObject({ exitCode: 7, stdout: "<up>\n<--yes>\n<a b>\n<*>\n" });
  });

  test("puts the CLI's folder first on PATH and switches only the look for updates off", async () => {
    const env = cliThat(
      'echo "$PATH"; /usr/bin/env | while read -r line; do case $line in PULUMI_*) echo "$line"; esac; done',
    );
    const ended = await sandbox.start(pulumiScript, ["/first", "/second"], env).ended;
    const [path, ...variables] = ended.stdout.trim().split("\n");
    expect(path).toBe(`${env.PULUMI_IIS_CLI_DIR}:/first:/second`);
    expect(variables.sort()).toEqual([
      `PULUMI_IIS_CLI_DIR=${env.PULUMI_IIS_CLI_DIR}`,
      "PULUMI_IIS_NO_DOWNLOAD=1",
      "PULUMI_SKIP_UPDATE_CHECK=true",
    ]);
  });

  test("leaves PULUMI_SKIP_UPDATE_CHECK as the user set it", async () => {
    const env = { ...cliThat('echo "$PULUMI_SKIP_UPDATE_CHECK"'), PULUMI_SKIP_UPDATE_CHECK: "false" };
    expect((await sandbox.start(pulumiScript, [], env).ended).stdout).toBe("false\n");
  });

  test.each(["SIGTERM", "SIGINT"] as const)("forwards %s and lets pulumi decide how to end", async (signal) => {
    const env = cliThat(`trap 'echo told; exit 3' ${signal.slice(3)}; echo ready; while :; do /bin/sleep 0.02; done`);
    const started = sandbox.start(pulumiScript, [], env);
    await started.printed("ready");
    process.kill(started.pid, signal);
    expect(await started.ended).toMatchObject({ exitCode: 3, stdout: "ready\ntold\n" });
  });

  test.each(["KILL", "TERM", "INT"])("ends by the signal that pulumi ended by: %s", async (name) => {
    const ended = await sandbox.start(pulumiScript, [], cliThat(`kill -${name} $$`)).ended;
    expect(ended).toMatchObject({ exitCode: null, signal: `SIG${name}` });
  });

  test("says why when there is no CLI, and runs nothing", async () => {
    const ended = await sandbox.start(pulumiScript, []).ended;
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain("There is no Pulumi CLI");
  });
});
