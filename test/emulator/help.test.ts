import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { memoryWorld } from "./memory-world";

const evidence = join(__dirname, "../../../shared/reference/appcmd.md");
const help = (...argv: string[]): { text: string; exitCode: number } => {
  const { stdout, exitCode } = memoryWorld("<configuration />").appcmd(...argv, "/?");
  return { text: stdout, exitCode };
};

describe("help", () => {
  it.each([
    [[], "General purpose IIS command line administration tool.", "debug"],
    [["apppool"], "Administration of application pools", "appcmd.exe add site /?"],
    [["list", "apppools"], "List application pools", '"DefaultAppPool/"'],
    [["start", "apppool"], "Start application pool", 'Start the application pool "MyAppPool".'],
    [["stop", "apppool"], "Stop application pool", 'Stop the application pool "MyAppPool".'],
    [["recycle", "apppool"], "Recycle application pool", "recycling its the worker processes."],
  ])("of %j has its first line, its particular words, and ends with 1", (argv, first, words) => {
    const { text, exitCode } = help(...argv);
    expect(exitCode).toBe(1);
    expect(text.startsWith(`${first}\r\r\n`)).toBe(true);
    expect(text).toContain(words);
    expect(text.replaceAll("\r\r\n", "")).not.toMatch(/[\r\n]/);
  });

  (existsSync(evidence) ? it : it.skip)("of appcmd, of apppool, and of list and start is the captured text", () => {
    const captured = readFileSync(evidence, "utf8").matchAll(/```text\n([^]*?)```/g);
    const texts = [...captured].slice(0, 4).map(([, text]) => text);
    const answers = [[], ["apppool"], ["list", "apppool"], ["start", "apppool"]].map((argv) => help(...argv).text);
    expect(answers.map((text) => text.replaceAll("\r\r\n", "\n"))).toEqual(texts);
  });

  it("of stop keeps the word start where the real one forgot to change it", () => {
    expect(help("stop", "apppool").text).toContain("APPCMD stop APPPOOL <identifier>");
    expect(help("stop", "apppool").text).toContain("wait for the application pool to start before");
    expect(help("stop", "apppool").text).toContain("Application pool name of the application pool to stop");
  });
});
