import { missingCases, readCases, titleOf } from "./cases";
import { deviations } from "./deviations";
import { runnerOf } from "./run-case";

/** The test files, each with the prefixes of its cases: two at a time run beside each other. */
export const suites = {
  "ansible-puppet": ["ANS", "PUP"],
  dsc: ["DSC"],
  "other-peers": ["CHEF", "IISADM", "CARBON", "SALT", "JEX", "AZ"],
  issues: ["ISS"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The peers' name in front of a case's number. */
export function prefixOf(id: string): string {
  return id.slice(0, id.indexOf("-"));
}

/** A test for each case of a suite that is run. */
export function testSuite(suite: keyof typeof suites): void {
  if (missingCases !== undefined) {
    it.skip(`the cases of peers' test suites (${missingCases})`, () => undefined);
    return;
  }
  const prefixes: readonly string[] = suites[suite];
  for (const one of readCases().filter(({ id }) => prefixes.includes(prefixOf(id)))) {
    const run = runnerOf(one);
    const differs = one.id in deviations ? " (ours differs: left-out.md)" : "";
    if (run !== undefined) it(titleOf(one) + differs, () => run(one));
  }
}
