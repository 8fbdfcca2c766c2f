/**
 * Everything that must hold: build, types, lint, generated files, tests. Its last line is "N passed, N failed".
 *
 *     npm test -- [--tier unit|engine|windows|e2e] [--no-install] [PATH ...]
 */
import { spawn } from "node:child_process";
import { readCall } from "../tools/read-call.mts";
import { runTests } from "./lib/run-tests.mts";
import { announce, install, mayInstall } from "./system-packages.mts";

const tierNames = ["unit", "engine", "windows", "e2e"] as const;
type Tier = (typeof tierNames)[number];

/** A step before the tests, and which tiers need it; undefined: it is a check of its own, made where all tiers are run. */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly for?: readonly Tier[];
}

const build: Step = { name: "build", command: ["scripts/build.mts"], for: ["engine", "windows", "e2e"] };

/** Independent of each other: two at a time. */
const checks: readonly Step[] = [
  { name: "types", command: ["node_modules/typescript/bin/tsc", "--noEmit"] },
  { name: "eslint", command: ["node_modules/eslint/bin/eslint.js", "."] },
  { name: "prettier", command: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."] },
  {
    name: "imports",
    command: [
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      ...["--config", ".dependency-cruiser.mjs", "provider", "emulator", "scripts", "tools"],
    ],
  },
  { name: "unused files and exports", command: ["node_modules/knip/bin/knip.js"] },
  { name: "what only tests use", command: ["node_modules/knip/bin/knip.js", "--production"] },
  { name: "generated files", command: ["scripts/docs.mts", "--check"] },
  { name: "workflows", command: ["scripts/lint-workflows.mts"] },
  { name: "package", command: ["scripts/check-package.mts"] },
];

const programs: readonly Step[] = [
  { name: "Pulumi CLI", command: ["tools/pulumi-cli/find.mts"], for: ["windows", "e2e"] },
  {
    name: "language hosts and the command plugin",
    command: ["tools/pulumi-cli/find.mts", "--all"],
    for: ["windows", "e2e"],
  },
];

const { values, positionals } = readCall(
  "npm test -- [--tier name] [--no-install] [path …]",
  { tier: { type: "string", multiple: true }, "no-install": { type: "boolean", default: false } },
  Infinity,
);
const unknown = values.tier?.find((name) => !tierNames.some((one) => one === name));
if (unknown !== undefined) {
  say(`--tier: unknown tier ${unknown}. Known tiers: ${tierNames.join(", ")}`);
  process.exit(2);
}
const tiers = tierNames.filter((name) => values.tier?.includes(name) ?? true);

const counts = { passed: 0, failed: 0 };
const isNeeded = (step: Step): boolean =>
  step.for === undefined ? values.tier === undefined : step.for.some((tier) => tiers.includes(tier));

if (tiers.some((tier) => tier !== "unit")) {
  announce({ isInstalling: !values["no-install"] && mayInstall(), say, install });
}
await runSteps([build], 1);
await runSteps(checks, 2);
await runSteps(programs, 1);
const tests = await runTests({ tiers, paths: positionals });
counts.passed += tests.passed;
counts.failed += tests.failed;
say(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);

async function runSteps(steps: readonly Step[], atOnce: number): Promise<void> {
  const waiting = steps.filter(isNeeded);
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      say(step.name);
      const isDone = await run(step.command, atOnce === 1);
      counts[isDone ? "passed" : "failed"] += 1;
      if (!isDone) say(`${step.name}: failed`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Runs a script of Node. What it prints is shown at once, or as a whole at its end where others run beside it. */
function run(command: readonly string[], isAlone: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { stdio: isAlone ? "inherit" : ["ignore", "pipe", "pipe"] });
    const pieces: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (piece: Buffer) => pieces.push(piece));
    child.on("error", () => {
      resolve(false);
    });
    child.on("close", (code) => {
      process.stdout.write(Buffer.concat(pieces));
      resolve(code === 0);
    });
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
