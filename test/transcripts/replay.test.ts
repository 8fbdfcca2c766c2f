import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../../emulator/run";
import { configPath, memoryWorld, poolsConfig } from "../emulator/memory-world";
import { splitCommandLine } from "./split-command-line";
import { type Publishing, type StartingState, startingStates } from "./starting-states";

const file = join(__dirname, "../../../shared/reference/appcmd-transcripts.jsonl");

interface Transcript {
  readonly id: string;
  readonly command: string;
  readonly stdout: string | null;
  readonly exit_code: number | null;
}

const transcripts = existsSync(file)
  ? readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Transcript)
  : [];
const leftOut = [...readFileSync(join(__dirname, "left-out.md"), "utf8").matchAll(/^\| ([A-Z]+-\d+) +\| (.+?) *\|$/gm)];
/** Local time of the machine of MS-02, whose backup has it as its name. */
const then = new Date(2006, 4, 19, 17, 25, 30).getTime();

interface Replay {
  readonly stdout: string;
  readonly exitCode: number;
  readonly config: string;
}

function replay({ command }: Transcript, state: StartingState): Replay {
  const path = state.env?.["APPCMD_EMULATOR_CONFIG"] ?? configPath;
  const [published = "", real = ""] = state.renamed ?? [];
  const rename = (text: string): string => (published === "" ? text : text.replaceAll(published, real));
  const base = memoryWorld("", { ...state.env });
  // Service pack 2 of Windows 2008 brought the value; the schema of this project is of later.
  const readSchema = (version: string): string =>
    version === "7.0"
      ? base
          .readSchema(version)
          .replace(/ *<enum name="ApplicationPoolIdentity".*\n/g, "")
          .replaceAll('defaultValue="ApplicationPoolIdentity"', 'defaultValue="NetworkService"')
      : base.readSchema(version);
  const world = { ...base, now: () => then, readSchema };
  base.contents.delete(configPath);
  base.contents.set(path, state.config ?? poolsConfig(state.pools ?? ""));
  for (const argv of state.before ?? []) expect(run(argv, world).exitCode).toBe(0);
  const { input = "" } = state;
  const text = typeof input === "string" ? input : run(input, world).stdout;
  const argv = state.argv ?? splitCommandLine(rename(command)).slice(1);
  const { stdout, exitCode } = run(argv, { ...world, readInput: () => text });
  return {
    stdout: published === "" ? stdout : stdout.replaceAll(real, published),
    exitCode,
    config: base.contents.get(path) ?? "",
  };
}

/** A text as its publisher would have printed it. */
function normalize(text: string, published: Publishing): string {
  if (published === "nothing") return text;
  const lines = text.replace(/\r*\n/g, "\n").replace(/\n$/, "");
  if (published === "blank lines") return lines.replace(/\n+/g, "\n");
  if (published === "layout") return lines.replace(/^[ \t]+/gm, "");
  // The number of a process is nobody's choice.
  return published === "piece" ? lines.replace(/(?<=WP\.NAME=")\d+/g, "1001") : lines;
}

function expectSame(answer: string, transcript: string, published: Publishing): void {
  const [actual, expected] = [normalize(answer, published), normalize(transcript, published)];
  if (published === "piece") {
    expect(actual).toContain(expected);
  } else if (published === "cut off") {
    for (const part of expected.split("…")) expect(actual).toContain(part);
    expect(actual.startsWith(expected.split("…")[0] ?? "")).toBe(true);
  } else if (expected.includes("…")) {
    expect(actual).toMatch(new RegExp(`^${expected.split("…").map(escape).join("[^]*")}$`));
  } else {
    expect(actual).toBe(expected);
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const test = transcripts.length > 0 ? describe : describe.skip;

test("the published transcripts of appcmd", () => {
  it("are each replayed or left out with a reason, and none is both", () => {
    const replayed = Object.keys(startingStates);
    expect(leftOut.every(([, , reason]) => reason !== "")).toBe(true);
    expect([...replayed, ...leftOut.map(([, id]) => id)].sort()).toEqual(transcripts.map(({ id }) => id).sort());
  });

  it.each(transcripts.filter(({ id }) => id in startingStates).map((one) => [one.id, one.command, one] as const))(
    "%s: %s",
    (id, _, transcript) => {
      const state = startingStates[id]!;
      const { stdout, exitCode, config } = replay(transcript, state);
      expect(exitCode).toBe(transcript.exit_code ?? state.exitCode ?? 0);
      if (transcript.stdout !== null && state.answer === undefined)
        expectSame(stdout, transcript.stdout, state.published ?? "line ends");
      if (state.answer !== undefined) expect(stdout).toMatch(state.answer);
      if (state.leaves !== undefined) expect(config).toContain(state.leaves);
    },
  );
});
