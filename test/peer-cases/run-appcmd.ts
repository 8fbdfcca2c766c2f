import { type OfflineHost, verbs } from "../engine/offline-host";
import { type Given, type PeerCase, poolsOf } from "./cases";
import { requestsOf } from "./declare";
import { appcmd, onHost } from "./given-host";
import { applyAll } from "./run-desired";

/** Calls the emulator as the case calls appcmd, and asserts its answer. */
export async function runAppcmd({
  given,
  desired,
  expect: { exit_code, stdout, stdout_contains },
}: PeerCase): Promise<void> {
  for (const argv of callsOf(desired.appcmd ?? [])) {
    await onHost(withStoppedPool(given), async (host) => {
      const answer = await host.transport.exec(argv);
      expect({ argv, exitCode: answer.exitCode }).toEqual({ argv, exitCode: exit_code });
      if (stdout !== undefined) expect(answer.stdout).toBe(stdout);
      if (stdout_contains !== undefined) expect(answer.stdout).toContain(stdout_contains);
    });
  }
}

/** The objects that stand for `<object>`: those that a pool tool lists and that the rest of the call fits. */
function callsOf(argv: readonly string[]): string[][] {
  const objects = argv.includes("/state:Started") ? ["apppool"] : ["apppool", "app", "wp"];
  return argv.includes("<object>")
    ? objects.map((object) => argv.map((word) => (word === "<object>" ? object : word)))
    : [[...argv]];
}

/** A host without any pool would answer everything with nothing. */
function withStoppedPool(given: Given): Given {
  if (poolsOf(given).length > 0) return given;
  return { ...given, pools: { Other: {} }, state: { Other: "Stopped" } };
}

/** The peer's start and stop are ours where the state differs: the same call. */
export async function runTurn(one: PeerCase): Promise<void> {
  const { action, pool = "" } = one.desired;
  const [from, to] = action === "start" ? ["Stopped", "Started"] : ["Started", "Stopped"];
  await onHost({ ...one.given, state: { [pool]: from } }, async (host) => {
    await applyAll(host, await requestsOf(host, { pools: { [pool]: { state: to } } }, one.given));
    const turns = host
      .takeCalls()
      .filter(({ argv }) => verbs([{ argv, exitCode: 0, commit: false }])[0] === `${String(action)} apppool`);
    expect(turns.map(({ argv }) => argv)).toEqual([peersCall(one)]);
  });
}

/** What only appcmd does, the emulator does too when it is called as the peer calls it. */
export async function runPeersCall(one: PeerCase): Promise<void> {
  await onHost(one.given, async (host: OfflineHost) => {
    expect(await appcmd(host, ...peersCall(one))).toContain(one.desired.pool);
  });
}

/** The peer writes a command line, with quotes that the program does not see. */
function peersCall({ expect: { peer_appcmd_args: argv } }: PeerCase): string[] {
  return (argv as string[]).map((argument) => argument.replaceAll('"', ""));
}
