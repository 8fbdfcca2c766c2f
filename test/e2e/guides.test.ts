import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyExample, type Example } from "./examples";
import { repository } from "./harness/places";

/** A command of a page, and the exit code that its comment says where it is not 0. */
interface Command {
  readonly line: string;
  readonly code: number;
}

/** The lines of a page's shell blocks, in their order. */
function commandsOf(page: string): Command[] {
  const text = readFileSync(join(repository, page), "utf8");
  const lines = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.trimEnd().split("\n"));
  return lines.map((line) => ({
    line: line.replace(/ +#.*/, ""),
    code: Number(/# exit code (\d)$/.exec(line)?.[1] ?? 0),
  }));
}

/** Runs them as a reader would, and answers what each printed the last time. */
function runAll(commands: readonly Command[], example: Example): Map<string, string> {
  return new Map(
    commands.map(({ line, code }) => {
      const ran = example.run(line);
      expect([line, ran.code, ran.stderr]).toEqual([line, code, ran.stderr]);
      return [line, ran.stdout];
    }),
  );
}

let example: Example;

beforeEach(() => {
  example = copyExample("yaml-only");
});

afterEach(() => {
  example.dispose();
});

function config(): string {
  return readFileSync(join(example.folder, "applicationHost.config"), "utf8");
}

describe("examples/yaml-only", () => {
  it("does what its README says, command by command", () => {
    const commands = commandsOf("examples/yaml-only/README.md");
    expect(commands.length).toBeGreaterThan(10);
    const printed = runAll(commands, example);
    expect(printed.get("npx iispools plan")).toContain("2 to create, 1 to update on 1 host");
    expect(readFileSync(join(example.folder, "plan.md"), "utf8")).toContain("<details");
    expect(printed.get("npx iispools drift")).toContain("queueLength");
    expect(printed.get("npx iispools explain queueLength")).toContain("10 to 65535");
    expect(config()).toMatch(/<add name="Shop"[^>]* queueLength="5000"/);
    expect(config()).toContain('privateMemory="1572864"');
    expect(existsSync(join(example.folder, "pools.schema.json"))).toBe(true);
  });
});

describe("docs/administrators/getting-started.md", () => {
  it("leads from a server to a file, to a change, and to a plan with nothing left to do", () => {
    const page = "docs/administrators/getting-started.md";
    const commands = commandsOf(page);
    const file = join(example.folder, "pools.yaml");
    // The example's own file stands where the reader's will.
    example.run("rm pools.yaml");
    const change = commands.findIndex(({ line }) => line.endsWith("validate"));
    expect(runAll(commands.slice(0, change), example).get("npx iispools plan")).toContain("nothing to change");
    const snippet = /```yaml\npools:\n([\s\S]*?)```/.exec(readFileSync(join(repository, page), "utf8"))![1]!;
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("pools:\n", () => `pools:\n${snippet}`),
    );
    expect(runAll(commands.slice(change), example).get("npx iispools plan")).toContain("1 to create");
    expect(config()).toContain('<add name="Shop" managedRuntimeVersion="">');
  });
});
