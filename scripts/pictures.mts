// The pictures of README.md and docs/, made from real runs of the built iispools on examples/yaml-only.
// npm run docs writes the SVGs; npm run pictures also takes the screenshot of the HTML report, for which it needs Chromium.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readCall } from "../tools/read-call.mts";

const root = join(import.meta.dirname, "..");
const folder = "docs/pictures";

/** What `use` makes of the reports of one plan, as a terminal and as a browser show it. */
async function withPlan<T>(
  use: (plan: { terminal: string; html: string; place: string }) => T | Promise<T>,
): Promise<T> {
  const place = mkdtempSync(join(tmpdir(), "pulumi-iis-pictures-"));
  try {
    cpSync(join(root, "examples/yaml-only"), place, { recursive: true });
    const plan = (...options: string[]): string =>
      execFileSync(process.execPath, [join(root, "dist/provider/cli/bin.js"), "plan", ...options], {
        cwd: place,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    return await use({ terminal: plan("--color", "always"), html: plan("--format", "html"), place });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The pictures that are the same after every run, by their paths in the repository. */
export function drawnPictures(): Promise<Record<string, string>> {
  return withPlan(({ terminal, html }) => ({
    [`${folder}/plan.svg`]: terminalPicture("iispools plan", terminal),
    [`${folder}/timeline.svg`]: timelinePicture(html),
  }));
}

/** Columns of the terminal, and its measures in pixels. */
const terminal = { columns: 112, character: 7.8, line: 18, margin: 16, head: 34 };

const colours: Readonly<Record<string, string>> = {
  ...{ 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 90: "#8b949e" },
};

/** A terminal that shows a command and what it printed in colour; long lines go on below, as a terminal does it. */
function terminalPicture(command: string, output: string): string {
  const lines = [`\u001b[1m$ ${command}\u001b[22m`, ...output.trimEnd().split("\n")].flatMap(wrapped);
  const width = Math.round(terminal.columns * terminal.character + 2 * terminal.margin);
  const height = terminal.head + lines.length * terminal.line + terminal.margin;
  const rows = lines.map((spans, index) => {
    const y = terminal.head + (index + 1) * terminal.line - 5;
    return `<text x="${terminal.margin}" y="${y}" xml:space="preserve">${spans.map(drawn).join("")}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The output of ${command} in a terminal">
<style>text{font:13px ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3}.bold{font-weight:700}.dim{opacity:.6}</style>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<circle cx="20" cy="18" r="5" fill="#ff5f57"/><circle cx="38" cy="18" r="5" fill="#febc2e"/><circle cx="56" cy="18" r="5" fill="#28c840"/>
${rows.join("\n")}
</svg>
`;
}

/** Text in one style of a terminal: SGR codes in force. */
interface Span {
  readonly text: string;
  readonly codes: readonly number[];
}

function wrapped(line: string): Span[][] {
  const rows: Span[][] = [[]];
  let room = terminal.columns;
  let codes: readonly number[] = [];

  for (const part of line.split(/(\u001b\[\d+m)/)) {
    const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
    if (code !== undefined) codes = afterCode(codes, Number(code));
    for (let text = code === undefined ? part : ""; text !== "";) {
      if (room === 0) {
        rows.push([{ text: "        ", codes: [] }]);
        room = terminal.columns - 8;
      }
      rows.at(-1)?.push({ text: text.slice(0, room), codes });
      const taken = Math.min(room, text.length);
      text = text.slice(taken);
      room -= taken;
    }
  }
  return rows;
}

function afterCode(codes: readonly number[], code: number): readonly number[] {
  if (code === 0) return [];
  if (code === 22) return codes.filter((one) => one > 2);
  if (code === 39) return codes.filter((one) => one <= 2);
  return [...codes, code];
}

function drawn({ text, codes }: Span): string {
  const classes = [codes.includes(1) ? "bold" : "", codes.includes(2) ? "dim" : ""].filter(Boolean).join(" ");
  const fill = codes.map((code) => colours[code]).find(Boolean);
  const attributes = [classes && ` class="${classes}"`, fill === undefined ? "" : ` fill="${fill}"`].join("");
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<tspan${attributes}>${escaped}</tspan>`;
}

/** The first timeline of an HTML report, with the styles that the report has for it. */
function timelinePicture(html: string): string {
  const [timeline] = /<svg class="timeline"[^]*?<\/svg>/.exec(html) ?? [];
  if (timeline === undefined) throw new Error("the HTML report has no timeline");
  const styles = html
    .split("\n")
    .filter((line) => /^(?::root|@media \(prefers|svg\.timeline|\.timeline|\[class\^=day)/.test(line));
  const style = `<style>\n${styles.join("\n")}\nsvg{background:var(--card)}\n</style>`;
  return `${timeline.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').replace(">", `>${style}`)}\n`;
}

function findChromium(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.map((one) => join(one, "chromium")).find((file) => existsSync(file));
  if (found === undefined)
    throw new Error("the screenshot requires chromium on PATH: apt-get install -y --no-install-recommends chromium");
  return found;
}

/** The HTML report as Chromium shows it. Not part of `npm run docs`: fonts make each machine's picture a little different. */
async function takeScreenshot(): Promise<void> {
  const { chromium } = await import("playwright-core");
  await withPlan(async ({ html, place }) => {
    const page = join(place, "plan.html");
    writeFileSync(page, html);
    const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const tab = await browser.newPage({
        viewport: { width: 1160, height: 900 },
        deviceScaleFactor: 1,
        colorScheme: "light",
      });
      await tab.goto(pathToFileURL(page).href);
      await tab.screenshot({ path: join(root, folder, "report.png") });
    } finally {
      await browser.close();
    }
  });
}

if (import.meta.main) {
  readCall("npm run pictures", {});
  for (const [path, text] of Object.entries(await drawnPictures())) writeFileSync(join(root, path), text);
  await takeScreenshot();
  process.stdout.write(`Written: ${folder}/*.svg, ${folder}/report.png\n`);
}
