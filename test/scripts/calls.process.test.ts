import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** Every script that people call, and the words that its line shows as the correct call. */
const scripts: Readonly<Record<string, string>> = {
  "scripts/build.mts": "npm run build",
  "scripts/check-package.mts": "npm run check",
  "scripts/demo.mts": "npm run demo [-- --json file]",
  "scripts/docs.mts": "npm run docs [-- --check]",
  "scripts/lint-workflows.mts": "npm run workflows",
  "scripts/release.mts": "npm run release [-- --tag v1.2.3] [--out folder]",
  "scripts/release-sdks.mts": "npm run release:sdks [-- language …] [--out folder]",
  "scripts/lint-words.mts": "npm run words [-- --long] [file …]",
  "scripts/package-exe.mts":
    "npm run package:exe -- [--out folder] [win-x64|win-arm64|linux-x64|linux-arm64|darwin-arm64|all …]",
  "scripts/pictures.mts": "npm run pictures",
  "scripts/sdk.mts": "npm run sdk [-- language …]",
  "scripts/soak.mts": "npm run soak [-- seed]",
  "scripts/test-iis.mts": "npm run test:iis -- --on-a-test-server [--every n] [--out folder] [check …]",
  "scripts/test.mts": "npm test -- [--tier name] [--no-install] [path …]",
  "bench/run.mts": "npm run bench -- [part …] [--against commit]",
  "bench/peers/run.mts": "node bench/peers/run.mts [--pools 1,10] [--states name,…] [--latency ms]",
  "tools/pulumi-cli/find.mts": "npm run -s pulumi-cli [-- name … | --all]",
  "tools/python/find.mts": "node tools/python/find.mts [list …]",
};

function call(script: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
}

const refusal = (problem: string, script: string) => ({
  ...{ status: 2, stdout: "", stderr: `${problem}. Usage: ${scripts[script] ?? ""}\n` },
});

test("every script is in this list, without those that have no call of their own", () => {
  const all = globSync("scripts/*.mts", { cwd: root }).map((file) => file.replaceAll("\\", "/"));
  expect(all.filter((file) => !(file in scripts))).toEqual(["scripts/system-packages.mts"]);
});

test.each(Object.keys(scripts))("%s refuses an unknown option in one line, before it does anything", (script) => {
  expect(call(script, "--banana")).toEqual(refusal("Unknown option '--banana'", script));
});

test("an argument too many, and a value that is missing or too much, are refused too", () => {
  const [docs, tests, soak] = ["scripts/docs.mts", "scripts/test.mts", "scripts/soak.mts"] as const;
  expect(call(docs, "check")).toEqual(refusal("Unexpected argument 'check'", docs));
  expect(call(soak, "1", "2")).toEqual(refusal("Unexpected argument '2'", soak));
  expect(call(tests, "--tier")).toEqual(refusal("Option '--tier <value>' argument missing", tests));
  expect(call(docs, "--check=yes")).toEqual(refusal("Option '--check' does not take an argument", docs));
});
