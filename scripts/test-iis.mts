// What only a real IIS can settle, in one command on a Windows server that is for tests: npm run test:iis -- --on-a-test-server.
// It makes, changes and removes pools whose names begin with zz-pulumi-iis, and prints a line for each check, and in the end a line
// `N passed, N failed`. A backup of appcmd is made first, and deleted if no check failed. Differences of the emulator are written to
// artifacts/iis as transcripts.
import { join } from "node:path";
import { restoreCommand } from "#dist/provider/connection/connection.js";
import { visibleText } from "#dist/provider/visible-text.js";
import { readCall } from "../tools/read-call.mts";
import { assumptions } from "./lib/iis/assumptions.mts";
import { codePages, exitCodes } from "./lib/iis/code-pages.mts";
import { differential } from "./lib/iis/differential.mts";
import { readDefaults } from "./lib/iis/defaults.mts";
import { appcmd, expect, hasAppcmd, NotHere } from "./lib/iis/machine.mts";
import { removeTestPools } from "./lib/iis/pools.mts";
import { throughCmd, throughPowerShell } from "./lib/iis/shells.mts";
import { throughConnections } from "./lib/iis/remote.mts";
import { story } from "./lib/iis/story.mts";
import { assumedOfWinrm } from "./lib/iis/winrm.mts";

const usage = "npm run test:iis -- --on-a-test-server [--every n] [--out folder] [check …]";
const options = {
  "on-a-test-server": { type: "boolean", default: false },
  every: { type: "string", default: "1" },
  out: { type: "string", default: join("artifacts", "iis") },
} as const;
const { values, positionals } = readCall(usage, options, 20);
const every = Math.max(1, Number.parseInt(values.every, 10) || 1);
const texts = Math.ceil(2000 / every);

type Check = (say: (line: string) => void) => Promise<void>;

/** By the names that are printed, and that a call may choose. */
const checks: Readonly<Record<string, Check>> = {
  doctor: assumptions,
  story,
  cmd: () => throughCmd(texts),
  powershell: () => throughPowerShell("powershell.exe", texts),
  pwsh: () => throughPowerShell("pwsh.exe", texts),
  ssh: () => throughConnections("PULUMI_IIS_TEST_SSH", Math.ceil(1500 / every)),
  winrm: () => throughConnections("PULUMI_IIS_TEST_WINRM", Math.ceil(1500 / every)),
  "winrm-service": assumedOfWinrm,
  "code-pages": codePages,
  "exit-codes": exitCodes,
  differential: (say) => differential(every, values.out, say),
};

const unknown = positionals.find((name) => !(name in checks));
const refusal =
  unknown !== undefined
    ? `There is no check ${unknown}: ${Object.keys(checks).join(", ")}`
    : !values["on-a-test-server"]
      ? "This makes, changes and removes application pools of this machine; say --on-a-test-server if that is right"
      : !hasAppcmd
        ? "This machine has no appcmd: run it on a Windows server with IIS"
        : undefined;
if (refusal !== undefined) {
  process.stderr.write(`${refusal}. Usage: ${usage}\n`);
  process.exit(2);
}

const count = { passed: 0, failed: 0, skipped: 0 };
const print = (line: string): void => void process.stdout.write(`${visibleText(line)}\n`);

/** One check, which leaves no pool. */
async function run(name: string, check: Check): Promise<void> {
  const started = Date.now();
  const end = (how: keyof typeof count, why = ""): void => {
    count[how]++;
    print(`${how} ${name} (${Math.round((Date.now() - started) / 1000)} s)${why && `: ${why}`}`);
  };
  try {
    try {
      await check((line) => {
        print(`  ${line}`);
      });
    } finally {
      await removeTestPools(appcmd);
    }
    end("passed");
  } catch (error) {
    const { message } = error as Error;
    end(error instanceof NotHere ? "skipped" : "failed", message.replace(/\r?\n/g, "\n    "));
  }
}

try {
  await readDefaults(appcmd);
} catch (error) {
  if (!(error instanceof NotHere)) throw error;
  process.stderr.write(`${error.message}.\n`);
  process.exit(2);
}
const backup = `zz-pulumi-iis-test-${new Date().toISOString().replace(/\W/g, "")}`;
const made = await appcmd("add", "backup", backup);
expect(made.exitCode === 0, "appcmd to make a backup", made);
const restore = `To restore the server: ${restoreCommand({})(backup)}`;
print(`Made the backup ${backup}. ${restore}`);
let isDone = false;
try {
  await removeTestPools(appcmd);
  for (const [name, check] of Object.entries(checks)) {
    if (positionals.length === 0 || positionals.includes(name)) await run(name, check);
  }
  isDone = count.failed === 0 && (await appcmd("delete", "backup", backup)).exitCode === 0;
} finally {
  if (!isDone) print(`The backup ${backup} is kept. ${restore}`);
}
print(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
