import { describeWith, errorsOf, type LanguageProject, languages, startLanguage } from "./language";

/** A mistake in a program, as `edit` makes it, and what is said of it. */
type Mistake = readonly [what: string, from: string, to: string, said: readonly string[]];

const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  yaml: [
    [
      "an unknown key",
      "time: 0s",
      "tiem: 0s",
      [
        "Property tiem does not exist on 'iis:index:PeriodicRestartSettings'",
        "on Pulumi.yaml line 9",
        "Existing properties are: time,",
      ],
    ],
    [
      "a value of another type",
      "name: Nightly Reports",
      "queueLength: many",
      ["on Pulumi.yaml line 8", "queueLength: Cannot assign type 'string' to type 'integer'"],
    ],
  ],
  typescript: [
    [
      "an unknown key",
      `time: "0s"`,
      `tiem: "0s"`,
      ["index.ts(6,35): error TS2353", "'tiem' does not exist in type 'Input<PeriodicRestartSettingsArgs>'"],
    ],
    [
      "an unknown key and a value of another type, both hidden from the compiler",
      `time: "0s",`,
      `...({ tiem: "0s", requests: "many" } as object),`,
      [
        `iis:index:AppPool resource 'nightly' has a problem: recycling.periodicRestart.tiem: unknown key \`tiem\`. Did you mean \`time\`?`,
        "iis:index:AppPool resource 'nightly' has a problem: recycling.periodicRestart.requests: must be a whole number",
      ],
    ],
  ],
};

for (const language of languages.filter(({ name }) => name in mistakes)) {
  describeWith(language.needs, `a mistake in ${language.name}`, () => {
    let project: LanguageProject;

    beforeAll(async () => {
      project = await startLanguage(language);
    });

    afterAll(async () => {
      await project.dispose();
    });

    it.each(mistakes[language.name]!)("is told with its place: %s", async (_, from, to, sentences) => {
      project.edit(from, to);
      const said = await project.failing("preview");
      for (const sentence of sentences) expect(said).toContain(sentence);
    });

    it("in the stack's config, too, is told, and so is a server that does not answer, without its password", async () => {
      project.edit("03:00", "04:00");
      await project.pulumi("stack", "init", "elsewhere", "--no-select");
      const set = async (...settings: readonly string[]): Promise<void> => {
        const flags = settings.flatMap((setting) => ["--plaintext", `iis:${setting}`]);
        await project.pulumi("config", "set-all", "--stack", "elsewhere", ...flags);
      };
      await set("host=127.0.0.1", "port=many", "user=deploy", "insecureIgnoreHostKey=true");
      await project.pulumi("config", "set", "--stack", "elsewhere", "--secret", "iis:password", "canary-4711");
      const refused = await project.failing("preview", "--stack", "elsewhere");
      expect(refused).toContain(`has a problem: iis:port: must be a whole number between 1 and 65535, got a text`);
      await set("port=1", "dialErrorLimit=1"); // where nobody listens
      const failed = await project.failing("up", "--yes", "--skip-preview", "--stack", "elsewhere");
      expect(errorsOf(failed)).toEqual([
        expect.stringMatching(/^127\.0\.0\.1: cannot connect to its SSH server at port 1: .*ECONNREFUSED/),
        "update failed",
      ]);
      expect(refused + failed).not.toContain("canary");
    });
  });
}
