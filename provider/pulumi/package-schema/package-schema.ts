import { functionSpecs, functionTypes } from "./functions";
import { publication } from "./publication";
import { configProperties, connectionTypes, providerProperties, resourceSpecs, resourceTypes } from "./resources";
import { settingTypes } from "./settings";
import type { FunctionSpec, ObjectSpec, PropertySpecs, ResourceSpec, Types } from "./spec";

/**
 * The options of the code generators of the languages. Their output is not published: `pulumi package add` writes it
 * into a project. So the names follow Pulumi's documentation, except where a package manager would fetch the name:
 * npm's scope `@pulumi` belongs to Pulumi, `pulumi-iis` is the dynamic provider, and Go fetches modules by their path,
 * so it uses example.com. A release is refused until the project has names of its own
 * (scripts/lib/release/unregistered-names.mts).
 *
 * The generated code requests the plugin in the version of the schema.
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

/** A package schema as `pulumi package get-schema` prints it. */
export interface PackageSchema extends ReturnType<typeof publication> {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly meta: { readonly moduleFormat: string; readonly supportPack: boolean };
  readonly config: { readonly variables: PropertySpecs };
  readonly provider: ObjectSpec & { readonly inputProperties: PropertySpecs };
  readonly types: Types;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly language: typeof languages;
}

/**
 * The package schema for the engine and the code generators of all languages, generated from the attribute table and
 * the table of connection fields. IIS's defaults are only in descriptions, because an omitted setting is not managed.
 *
 * @param version of the plugin that generated code requests: that of package.json
 * @see {@link https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/}
 */
export function packageSchema(version: string): PackageSchema {
  const provider = providerProperties();
  return {
    name: "iis",
    displayName: "IIS",
    version,
    description: "IIS application pools as reviewed code, compared with live appcmd output and changed in one commit.",
    ...publication(version),
    meta: { moduleFormat: "(.*)", supportPack: true },
    config: { variables: configProperties() },
    provider: {
      description:
        "Where appcmd is for every resource without its own connection, and defaults for all of them. Use one explicit provider for each host.",
      type: "object",
      properties: provider,
      inputProperties: provider,
    },
    types: { ...settingTypes(), ...connectionTypes(), ...resourceTypes(), ...functionTypes() },
    resources: resourceSpecs(),
    functions: functionSpecs(),
    language: languages,
  };
}
