import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { checkHistories } from "../e2e/histories/check-histories";
import type { History } from "../e2e/histories/play";
import { writeRunnable } from "../e2e/histories/write-runnable";
import { sampleConfig } from "./offline-host";

const declare = (slot: number, variant: number): History[number][number] => ({
  ...{ kind: "declare", slot, variant, settings: {}, account: false },
});
const history: History = [
  [declare(0, 0), declare(1, 1)],
  [
    { kind: "vanish", slot: 1 },
    { kind: "remove", slot: 0 },
  ],
];

describe("a random history that fails", () => {
  let folder = "";

  afterEach(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  it("is written out as a program that repeats it, and its path is in the error", async () => {
    const failing = checkHistories({
      ...{ numRuns: 3, seed: 7, arbitrary: fc.constant(history) },
      check: (one) => (one.length === 2 ? Promise.reject(new Error("the model expects a pool")) : Promise.resolve()),
      write: (one) => writeRunnable(one, readFileSync(sampleConfig, "utf8"), [join(__dirname, "no such folder")]),
    });
    const error: unknown = await failing.catch((one: unknown) => one);
    const [, written = ""] =
      /^the model expects a pool\nseed 7, path 0\nTo repeat this history: (.*)\/run\.sh$/.exec(
        (error as Error).message,
      ) ?? [];
    expect(existsSync(written)).toBe(true);
    folder = written;
    expect(JSON.parse(readFileSync(join(folder, "history.json"), "utf8"))).toEqual(history);
    expect(readFileSync(join(folder, "step-1.yaml"), "utf8")).toContain("Pool0");
    expect(readFileSync(join(folder, "step-2.yaml"), "utf8")).not.toContain("Pool0");

    // In place of the engine: it makes on the host what a model's first step has made when the second begins.
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const create = `"${process.execPath}" "${join(__dirname, "../../dist/emulator/main.js")}" add apppool "/name:Büro's 1 41%25"`;
    const pulumi = `#!/bin/sh\necho "$@" >> calls.txt\nif [ "$1" = up ] && ! grep -q Büro applicationHost.config; then ${create}; fi\n`;
    writeFileSync(join(bin, "pulumi"), pulumi, { mode: 0o755 });
    const env = { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    for (let time = 0; time < 2; time++) {
      rmSync(join(folder, "calls.txt"), { force: true });
      const printed = execFileSync(join(folder, "run.sh"), { encoding: "utf8", env, cwd: "/" });
      expect(printed).toMatch(/step 1[^]*Büro's 1 41%[^]*step 2[^]*"Büro's 1 41%" deleted/);
    }
    expect(
      readFileSync(join(folder, "calls.txt"), "utf8")
        .split("\n")
        .map((line) => line.split(" ", 2).join(" ")),
    ).toEqual([
      ...[
        "stack init",
        "config set",
        "up --yes",
        "preview --expect-no-changes",
        "up --yes",
        "preview --expect-no-changes",
        "",
      ],
    ]);
  });

  it("is the only thing that is written", async () => {
    const check = jest.fn(() => Promise.resolve());
    const write = jest.fn(() => "");
    await checkHistories({ numRuns: 3, seed: 7, arbitrary: fc.constant(history), check, write });
    expect(check).toHaveBeenCalledTimes(3);
    expect(write).not.toHaveBeenCalled();
  });
});
