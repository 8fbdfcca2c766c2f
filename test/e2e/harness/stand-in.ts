import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { emulatorMain } from "../../../tools/workspace/places.mts";

/** A moment of a command: before appcmd starts with it, or after appcmd has ended and before anyone knows. */
export type Moment = `${"before" | "after"} ${"list" | "set"}`;

/** A command that stands still. */
export interface Held {
  /** The process that its caller waits for. */
  readonly pid: number;
  /** Lets it go on. */
  release(): void;
}

/** An appcmd for `appcmdPath`: the emulator, at whose side a test has its hand at chosen moments. */
export interface StandIn {
  /** The executable. */
  readonly file: string;
  /** When this moment comes next, another writer's appcmd runs with these arguments; said twice: the next two times. */
  writeAt(moment: Moment, ...argv: readonly string[]): void;
  /** When this moment comes next, the command stands still. Answers when it does. */
  holdAt(moment: Moment): Promise<Held>;
}

/** Makes it in a folder. */
export function makeStandIn(folder: string, configFile: string): StandIn {
  const hooks = join(folder, "hooks");
  mkdirSync(hooks, { recursive: true });
  const file = join(folder, "appcmd");
  const emulator = `${quote(process.execPath)} ${quote(emulatorMain)}`;
  writeFileSync(
    file,
    `#!/bin/sh
export APPCMD_EMULATOR_CONFIG=${quote(configFile)}
at() {
  for hook in ${quote(hooks)}/"$1".*; do
    taken=${quote(folder)}/taken.$$
    if mv "$hook" "$taken" 2>/dev/null; then . "$taken"; fi
    return
  done
}
at "before $1"
${emulator} "$@"
code=$?
at "after $1"
exit $code
`,
  );
  chmodSync(file, 0o755);
  let count = 0;
  const hook = (moment: Moment, text: string): void => {
    const written = join(folder, "hook");
    writeFileSync(written, text);
    renameSync(written, join(hooks, `${moment}.${String(count).padStart(4, "0")}`));
  };
  return {
    file,
    writeAt(moment, ...argv) {
      count++;
      const clean = "env -u APPCMD_EMULATOR_FAULT -u APPCMD_EMULATOR_LOG";
      hook(moment, `${clean} ${emulator} ${argv.map(quote).join(" ")} 3>&- >${quote(join(folder, "others.txt"))}\n`);
    },
    async holdAt(moment) {
      const here = join(folder, `held-${++count}`);
      const gate = join(folder, `gate-${count}`);
      execFileSync("mkfifo", [gate]);
      hook(
        moment,
        `echo $$ >${quote(`${here}.new`)}; mv ${quote(`${here}.new`)} ${quote(here)}; read go <${quote(gate)}\n`,
      );
      while (!existsSync(here)) {
        if (!existsSync(hooks)) throw new Error(`the moment ${moment} never came`);
        await wait(5);
      }
      return {
        pid: Number(readFileSync(here, "utf8")),
        release: () => {
          writeFileSync(gate, "go\n");
        },
      };
    },
  };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
