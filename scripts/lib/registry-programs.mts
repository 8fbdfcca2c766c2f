// The programs of examples/plugin/, which the tests run, in the form in which a page of the Pulumi Registry offers languages.
import { readFileSync } from "node:fs";

/** The languages in the registry's names and order, each with the file of its example. */
const programs = {
  typescript: "typescript/index.ts",
  python: "python/__main__.py",
  go: "go/main.go",
  csharp: "csharp/Program.cs",
  java: "java/src/main/java/pools/App.java",
  yaml: "yaml/Pulumi.yaml",
} as const;

/** The blocks of all languages, of which the page shows the one that the reader chooses. */
export function registryPrograms(): string {
  const blocks = Object.entries(programs).map(
    ([language, file]) =>
      `{{% choosable language ${language} %}}\n\n\`\`\`${language}\n${textOf(file)}\`\`\`\n\n{{% /choosable %}}`,
  );
  const languages = Object.keys(programs).join();
  return [`{{< chooser language "${languages}" >}}`, ...blocks, "{{< /chooser >}}"].join("\n\n");
}

/** A reader of the registry has installed the plugin, so no line names its folder. */
function textOf(file: string): string {
  return readFileSync(`examples/plugin/${file}`, "utf8").replace(/^plugins: .*\n/m, "");
}
