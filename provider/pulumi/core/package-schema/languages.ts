/**
 * The options of the code generators of the languages. Nobody publishes their output: `pulumi package add` puts it into a
 * project. So the names are those that readers of Pulumi's documentation expect, except where a name is also what a
 * package manager fetches: npm's scope `@pulumi` belongs to Pulumi and `pulumi-iis` is the dynamic provider, and Go
 * fetches modules by their path, which for example.com is nobody's.
 *
 * The generated code asks for the plugin in the version of the schema.
 */
export const languages = {
  nodejs: { packageName: "@pulumi-iis/iis", respectSchemaVersion: true },
  python: { packageName: "pulumi_iis", pyproject: { enabled: true }, respectSchemaVersion: true },
  go: {
    importBasePath: "example.com/pulumi-iis/sdk/go/iis",
    rootPackageName: "iis",
    generateResourceContainerTypes: true,
    respectSchemaVersion: true,
  },
  csharp: { rootNamespace: "Pulumi", namespaces: { iis: "Iis" }, respectSchemaVersion: true },
  java: { basePackage: "com.pulumi", buildFiles: "gradle", dependencies: { "com.pulumi:pulumi": "1.13.0" } },
} as const;
