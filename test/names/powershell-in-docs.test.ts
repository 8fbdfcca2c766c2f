import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeProgram } from "../../provider/cli/main";
import { visibleIo } from "../../provider/cli/io";
import { localFiles } from "../../provider/engine/doctor/bench";
import { repository } from "../../tools/workspace/places.mts";
import { nowhere } from "../cli/call";

/** No test runs PowerShell, so the commands of its blocks are only read. */
const lines = globSync(["*.md", "{docs,examples}/**/*.md"], { cwd: repository })
  .filter((page) => !page.includes("node_modules"))
  .flatMap((page) => {
    const blocks = readFileSync(join(repository, page), "utf8").matchAll(/^```powershell\n([^]*?)^```$/gm);
    return [...blocks].flatMap(([, text = ""]) =>
      text
        .trimEnd()
        .split("\n")
        .map((line) => ({ page, line })),
    );
  })
  .filter(({ line }) => /^(?:npx )?iispools\b/.test(line));

const ignore = { write: () => true };
const io = visibleIo({
  ...{ stdout: ignore, stderr: ignore, files: localFiles, signal: new AbortController().signal, place: nowhere },
  connect: () => {
    throw new Error("no command is run");
  },
  setFinalMessage: () => undefined,
});

it("pages have commands for PowerShell", () => {
  expect(lines.length).toBeGreaterThan(3);
});

it.each(lines)("$page: `$line` has a command and options that exist", async ({ line }) => {
  const words = line
    .replace(/^npx /, "")
    .replace(/ +[#>].*/, "")
    .split(/ +/);
  const [, name = "", ...rest] = words;
  const { program, loadVerb } = makeProgram(io, () => undefined);
  await loadVerb(name);
  const verb = program.commands.find((one) => one.name() === name);
  const below = verb?.commands.find((one) => one.name() === rest[0]);
  expect([name, (below ?? verb)?.parseOptions([...rest]).unknown]).toEqual([name, []]);
});
