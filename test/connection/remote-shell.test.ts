import fc from "fast-check";
import { encloseArgument } from "../../provider/quoting/quote";
import { planChanges } from "../../provider/plan/commands/plan-changes";
import { packCommands } from "../../provider/plan/commands/pack-commands";
import type { PoolChange } from "../../provider/plan/change/change";
import { remoteAppcmd, remoteShells } from "../../provider/connection/remote-shell";

/** How OpenSSH for Windows starts a shell, and the longest that Windows takes of it. */
const started = {
  cmd: { commandLine: (line: string) => `"c:\\windows\\system32\\cmd.exe" /c "${line}"`, most: 8191 },
  powershell: {
    commandLine: (line: string) =>
      `"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -c ${encloseArgument(line)}`,
    most: 32_767,
  },
};

const character = fc.constantFrom("a", "b", " ", "%", "^", "&", '"', "\\", "'", "’", "(", "ä", "😀");
const text = fc.string({ unit: character, minLength: 1, maxLength: 300 });
const texts = fc.array(fc.tuple(text, text, text), { minLength: 150, maxLength: 200 });

function changesTo(values: readonly (readonly [string, string, string])[]): PoolChange[] {
  return values.map(([user, password, params], index) => ({
    kind: "update",
    target: { pool: `Pool ${index}` },
    settings: [
      { path: "processModel.userName", from: "", to: user },
      { path: "processModel.password", from: "", to: password },
      { path: "failure.orphanActionParams", from: "", to: params },
    ],
  }));
}

describe.each(["cmd", "powershell"] as const)("a line for %s", (name) => {
  const shell = remoteShells[name];
  const { commandLine, most } = started[name];

  it("is never longer than it takes, whatever is packed into it, and nearly as long as it takes", () => {
    const lengths: number[] = [];
    fc.assert(
      fc.property(texts, (values) => {
        const program = remoteAppcmd(undefined);
        const commands = packCommands(planChanges(changesTo(values)), shell.maxLength(program), shell.argumentsLength);
        const lines = commands.map((command) =>
          shell.line(
            program,
            command.map((argument) => argument.text),
          ),
        );
        for (const line of lines) expect(commandLine(line).length).toBeLessThanOrEqual(most);
        lengths.push(...lines.map((line) => commandLine(line).length));
      }),
      { numRuns: 30 },
    );
    expect(Math.max(...lengths)).toBeGreaterThan(most * 0.85);
  });

  it("fits where the arguments are exactly as long as may be", () => {
    for (const program of [remoteAppcmd(undefined), "C:\\Program Files\\IIS Express\\appcmd.exe"]) {
      for (const unit of ["a", "%", '"', "'", "&"]) {
        const max = shell.maxLength(program);
        let [fits, tooLong] = [0, max + 1];
        while (tooLong - fits > 1) {
          const length = Math.floor((fits + tooLong) / 2);
          if (shell.argumentsLength([unit.repeat(length)]) <= max) fits = length;
          else tooLong = length;
        }
        expect(fits).toBeGreaterThan(max / 10);
        expect(commandLine(shell.line(program, [unit.repeat(fits)])).length).toBeLessThanOrEqual(most);
      }
    }
  });
});
