import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { cases, cleanUp, type Case } from "./cases.mts";
import { readDefaults } from "./defaults.mts";
import { appcmd, type Ended, emulatorOn, expect, type Run, serverConfig } from "./machine.mts";
import { withoutNewPools } from "./pools.mts";
import { withoutMachine } from "./without-machine.mts";

/** A call that the emulator answers otherwise, as test/transcripts reads it. */
export interface Difference extends Case {
  readonly id: string;
  readonly source: string;
  readonly stdout: string;
  readonly exit_code: number;
  readonly emulator: Pick<Ended, "exitCode" | "stdout">;
  /** What pools inherit on that server: its element `<applicationPoolDefaults>`. */
  readonly defaults: string;
}

/**
 * Every n-th case by the real appcmd and by the emulator, which works on a copy of the server's configuration. What they answer
 * differently is written as transcripts, a line of JSON each.
 *
 * @throws Error if anything differs; NotHere if pools inherit what a transcript must not contain
 */
export async function differential(every: number, out: string, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-differential-"));
  const differences: Difference[] = [];
  const chosen = cases.filter((_, index) => index % every === 0);
  try {
    const copy = join(folder, "applicationHost.config");
    copyFileSync(serverConfig, copy);
    const emulator = emulatorOn(copy);
    const defaults = withoutMachine(await readDefaults(appcmd));
    // With a shared configuration the local file is another one.
    await readDefaults(emulator);
    for (const one of chosen) {
      const real = await answer(one, appcmd);
      const ours = await answer(one, emulator);
      if (real.exitCode === ours.exitCode && real.stdout === ours.stdout) continue;
      const id = `IIS-${cases.indexOf(one) + 1}`;
      const source = `npm run test:iis on Windows ${release()}`;
      const [argv = [], ...before] = [one.argv, ...one.before].map((args) => args.map((text) => withoutMachine(text)));
      const { stdout, exitCode } = real;
      differences.push({ id, source, before, argv, stdout, exit_code: exitCode, emulator: ours, defaults });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`${chosen.length} command lines by appcmd and by the emulator, ${differences.length} answered differently`);
  if (differences.length === 0) return;
  mkdirSync(out, { recursive: true });
  const file = join(out, "differences.jsonl");
  writeFileSync(file, differences.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const shown = differences.slice(0, 10).map(({ id, argv }) => `${id}: appcmd ${argv.join(" ")}`);
  expect(false, `the same answers; the others are in ${file}\n${shown.join("\n")}`);
}

/** What a program answers, without what identifies the machine. */
async function answer({ before, argv }: Case, run: Run): Promise<Pick<Ended, "exitCode" | "stdout">> {
  const ask = async (): Promise<Pick<Ended, "exitCode" | "stdout">> => {
    for (const args of before) await run(...args);
    const { exitCode, stdout } = await run(...argv);
    return { exitCode, stdout: withoutMachine(stdout) };
  };
  try {
    // A pool is added by whatever name a faulty call leads to.
    return await (argv[0] === "add" ? withoutNewPools(run, ask) : ask());
  } finally {
    await run(...cleanUp);
  }
}
