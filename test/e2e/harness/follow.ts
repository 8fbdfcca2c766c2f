import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../../tools/workspace/places.mts";
import type { Example, Ran } from "../examples";

/** Split into prose and blocks: `sh` is run, `yaml` and `js` are written into files, `text` is what the last command prints. */
const block = /^(```(?:sh|yaml|js|text(?: stderr)?)\n[^]*?^```)$/m;

/** A file of the repository. */
export function read(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}

/** A command of a page, and the exit code that its comment says if it is not 0. */
interface Command {
  readonly line: string;
  readonly code: number;
}

function commandsOf(text: string): Command[] {
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => ({
    line: line.replace(/ +#.*/, ""),
    code: Number(/# exit code (\d)/.exec(line)?.[1] ?? 0),
  }));
}

/** The same text after every run: without progress, and with one time for all backups and one number for all processes. */
function steady(output: string): string {
  return output
    .replace(/^\S+ \w+….*\n/gm, "")
    .replace(/iispools-\d{8}-\d{6}/g, "iispools-20261130-120000")
    .replace(/\d+ -> \d+; old gone after [\d.]+ s/g, "4711 -> 5120; old gone after 0.1 s")
    .trim();
}

/**
 * A block that begins with the name of a file (`# pools.yaml`, `// index.js`) is the whole file; one that begins with `pools:` is added to its pools; one that
 * begins with `# above pools: in` and a file goes there.
 */
function writePools({ folder }: Example, text: string): void {
  const file = join(folder, "pools.yaml");
  const [, whole] = /^(?:#|\/\/) ([\w.]+)\n/.exec(text) ?? [];
  if (whole !== undefined) writeFileSync(join(folder, whole), text);
  const [comment = "", above] = /^# above pools: in (\S+)\n/.exec(text) ?? [];
  if (above !== undefined) {
    const place = join(folder, above);
    const more = text.slice(comment.length);
    writeFileSync(
      place,
      readFileSync(place, "utf8").replace(/^pools:\n/m, (found) => `${more}${found}`),
    );
  }
  if (text.startsWith("pools:\n")) {
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(/^pools:\n/m, () => text),
    );
  }
}

/**
 * Does what a page says from its top to its end, and expects each output that it shows. UPDATE_DOCS=1 writes the outputs.
 *
 * @returns what each command printed the last time
 */
export function follow(path: string, example: Example): Map<string, string> {
  const file = join(repository, path);
  const page = read(path).split(block);
  const printed = new Map<string, string>();
  let last: Ran | undefined;
  const exported: string[] = [];
  const followed = page.map((part) => {
    const [, kind = "", text = ""] = /^```([a-z ]+)\n([^]*)```$/.exec(part) ?? [];
    if (kind === "yaml" || kind === "js") writePools(example, text);
    // What is shown below another heading is not what the command before it prints.
    if (kind === "" && /^#/m.test(part)) last = undefined;
    if (kind === "sh") {
      for (const { line, code } of commandsOf(text)) {
        if (line.startsWith("export ")) exported.push(line);
        const ran = example.run([...exported, line].join("\n"));
        expect([path, line, ran.code, ran.stderr]).toEqual([path, line, code, ran.stderr]);
        printed.set(line, ran.stdout);
        last = ran;
      }
    }
    if (!kind.startsWith("text") || last === undefined) return part;
    return `\`\`\`${kind}\n${steady(kind === "text" ? last.stdout : last.stderr)}\n\`\`\``;
  });
  expect(printed.size).toBeGreaterThan(0);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, followed.join(""));
  else expect(page.join("")).toBe(followed.join(""));
  return printed;
}
