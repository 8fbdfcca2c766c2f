import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyRequests, connect, type Desired } from "../../provider/engine";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { verbs } from "../engine/offline-host";
import { describeWithSshd } from "../transport/openssh/needs";
import { type Sshd, startSshd } from "../transport/openssh/sshd";
import { makeMachine, type WindowsMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { run } from "./harness/run";

describeOnWine("cmd.exe behind an SSH server", () => {
  describeWithSshd("with appcmd.exe", () => {
    let machine: WindowsMachine;
    let sshd: Sshd;
    let folder: string;

    beforeAll(async () => {
      machine = await makeMachine();
      folder = mkdtempSync(join(tmpdir(), "pulumi-iis-wine-ssh-"));
      const starter = join(folder, "run-lines.exe");
      const source = join(__dirname, "../quoting/windows/run-lines.c");
      await run("x86_64-w64-mingw32-gcc", ["-O1", "-municode", "-o", starter, source]);
      const forceCommand = `'${process.execPath}' '${join(__dirname, "harness/play-cmd.cjs")}'`;
      const env = { ...machine.ownEnv, PLAY_STARTER: starter, PLAY_FOLDER: folder };
      sshd = await startSshd({ forceCommand, env });
    });

    afterAll(async () => {
      closeConnections();
      await sshd.stop();
      await machine.dispose();
      rmSync(folder, { recursive: true, force: true });
    });

    it("is given each argument as it was meant, and the pools are as declared", async () => {
      const text = 'say "hi" & |<x>| ^%PATH%^ (100%)';
      const desired = ["Größe (Maß)", "it's ^50% !"].map((pool): Desired => ({
        target: { pool },
        settings: { "failure.orphanActionParams": text },
        inherit: [],
      }));
      const transport = connect({
        ...{ host: "127.0.0.1", port: sshd.port, user: sshd.user, hostKey: sshd.hostKey.publicKey },
        privateKey: sshd.userKey.privateKey,
      });
      const outcomes = await applyRequests(
        transport,
        desired.map((one) => ({ kind: "ensure", desired: one, mustBeNew: true })),
      );
      expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
      const calls = machine.takeCalls();
      expect(verbs(calls)).toEqual(["list apppool", "set config", "list apppool"]);
      expect(machine.configText()).toContain('name="Größe (Maß)"');
      expect(machine.configText()).toContain("say &quot;hi&quot; &amp; |&lt;x&gt;| ^%PATH%^ (100%)");
    });
  });
});
