import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { patient } from "../patient";
import { cliFolder, nodeFolder } from "../../tools/workspace/places.mts";

interface Step {
  readonly title: string;
  readonly output: string;
  readonly processes?: number;
  readonly commits?: number;
  readonly identical?: boolean;
}

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-demo-test-"));
let steps: readonly Step[];

beforeAll(async () => {
  const report = join(folder, "steps.json");
  const env = {
    ...process.env,
    PULUMI_IIS_CLI_DIR: await cliFolder(),
    PATH: [nodeFolder(), process.env["PATH"]].join(delimiter),
    ...patient,
  };
  execFileSync(process.execPath, [join(__dirname, "../../scripts/demo.mts"), "--json", report], {
    env,
    stdio: "ignore",
  });
  steps = JSON.parse(readFileSync(report, "utf8")) as Step[];
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function step(number: number): Step {
  return steps.find(({ title }) => title.startsWith(`${number}. `))!;
}

/** Lines like `~ idleTimeout: "00:00:00" => "00:20:00"`. */
function changes(output: string): string[] {
  return [...output.matchAll(/~ (\w+) *: (\S+ => \S+)/g)].map(([, name, values]) => `${name} ${values}`);
}

describe("the demo", () => {
  it("creates three pools in one commit", () => {
    // One of them is the preview's, which asks whether the pools exist already, and one the backup.
    expect(step(1)).toMatchObject({ processes: 6, commits: 1 });
    expect(step(1).output).toContain("+ 5 created");
  });

  it("reads once a phase and writes nothing when nothing differs", () => {
    expect(step(2)).toMatchObject({ processes: 2, commits: 0 });
    expect(step(2).output).toContain("5 unchanged");
  });

  it("names exactly the properties that drifted, and reads once for it", () => {
    expect(step(4)).toMatchObject({ processes: 1, commits: 0 });
    expect(changes(step(4).output).sort()).toEqual([
      'idleTimeout "00:00:00" => "00:20:00"',
      'idleTimeout "00:20:00" => "00:00:00"',
      "privateMemory 0 => 1572864",
      "privateMemory 1572864 => 0",
    ]);
    expect(step(4).output).not.toContain("queueLength");
  });

  it("repairs them in one commit", () => {
    expect(step(5)).toMatchObject({ processes: 5, commits: 1 });
    expect(step(5).output).toContain("~ 2 updated");
  });

  it("destroys the pools in one commit and leaves the file as it was, byte for byte", () => {
    expect(step(6)).toMatchObject({ processes: 5, commits: 1 });
    expect(step(7)).toMatchObject({ identical: true, output: "" });
  });
});
