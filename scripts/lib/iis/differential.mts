import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, release, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { cases, cleanUp, type Case } from "./cases.mts";
import { appcmd, type Ended, emulator, expect, serverConfig } from "./machine.mts";

/** A call that the emulator answers otherwise, as test/transcripts reads it. */
export interface Difference extends Case {
  readonly id: string;
  readonly source: string;
  readonly stdout: string;
  readonly exit_code: number;
  readonly emulator: Pick<Ended, "exitCode" | "stdout">;
  /** What pools inherit on that server: its element `<applicationPoolDefaults>`, without an account. */
  readonly defaults: string;
}

/**
 * Every n-th case by the real appcmd and by the emulator, which works on a copy of the server's configuration. What they answer
 * differently is written as transcripts, a line of JSON each.
 *
 * @throws Error if anything differs
 */
export function differential(every: number, out: string, say: (line: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-differential-"));
  const differences: Difference[] = [];
  const chosen = cases.filter((_, index) => index % every === 0);
  try {
    const copy = join(folder, "applicationHost.config");
    copyFileSync(serverConfig, copy);
    const defaults = defaultsOf(readFileSync(copy, "utf8"));
    for (const one of chosen) {
      const real = answer(one, (args) => appcmd(...args));
      const ours = answer(one, (args) => emulator(copy, args));
      if (real.exitCode === ours.exitCode && real.stdout === ours.stdout) continue;
      const id = `IIS-${cases.indexOf(one) + 1}`;
      const source = `npm run test:iis on Windows ${release()}`;
      differences.push({ id, source, ...one, stdout: real.stdout, exit_code: real.exitCode, emulator: ours, defaults });
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

function defaultsOf(config: string): string {
  const element =
    /<applicationPoolDefaults(?:\s[^>]*)?(?:\/>|>[^]*?<\/applicationPoolDefaults>)/.exec(config)?.[0] ?? "";
  return element.replace(/\s(?:userName|password)="[^"]*"/g, "");
}

/** What a program answers, without what identifies the machine. */
function answer({ before, argv }: Case, run: (args: readonly string[]) => Ended): Pick<Ended, "exitCode" | "stdout"> {
  try {
    for (const args of before) run(args);
    const { exitCode, stdout } = run(argv);
    return { exitCode, stdout: withoutMachine(stdout) };
  } finally {
    run(cleanUp);
  }
}

/** Names of the machine and the user, security identifiers and process ids are replaced. */
function withoutMachine(text: string, names = [hostname(), userInfo().username]): string {
  const words = names.filter((name) => name.length > 2).map((name) => name.replace(/[^\w ]/g, "\\$&"));
  const replaced = words.reduce((rest, word) => rest.replace(new RegExp(word, "gi"), "MACHINE"), text);
  return replaced
    .replace(/S-1-[\d-]{6,}/g, "S-1-0-0")
    .replace(/\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?/gi, "{00000000-0000-0000-0000-000000000000}")
    .replace(/^Filename: .*applicationHost\.config$/gim, "Filename: \\\\?\\applicationHost.config");
}
