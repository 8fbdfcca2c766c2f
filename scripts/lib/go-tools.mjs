// What is built from tools/pulumi-cli/ besides the CLI itself: language hosts, a plugin, a generator.

/**
 * @typedef {object} GoTool
 * @property {string} pinned the module of its go.mod whose version is the tool's own
 * @property {string} package what `go build` is given, in the folder of tools/pulumi-cli/ that has the tool's name
 * @property {string} says the version that it calls itself
 * @property {string} [versionVariable] the Go variable that holds it, where it is not that of Pulumi's SDK
 * @property {boolean} [host] a language host: Pulumi's own installations have it beside the CLI
 * @property {string} [variable] environment variable that may name a folder with the tool
 * @property {{ module: string, path: string }} [script] a file of another module that has to lie beside it
 */

/** Of the modules without tags the go.mod pins the commit of this release. */
const untagged = "v3.163.0";

/** @type {Readonly<Record<string, GoTool>>} */
export const goTools = {
  "pulumi-language-yaml": {
    pinned: "github.com/pulumi/pulumi-yaml",
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    says: "v1.12.0",
    versionVariable: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
    host: true,
  },
  "pulumi-language-python": {
    pinned: "github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3",
    package: "github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3",
    says: untagged,
    host: true,
    script: { module: "github.com/pulumi/pulumi/sdk/v3", path: "python/cmd/pulumi-language-python-exec" },
  },
  "pulumi-language-go": {
    pinned: "github.com/pulumi/pulumi/sdk/go/pulumi-language-go/v3",
    package: "github.com/pulumi/pulumi/sdk/go/pulumi-language-go/v3",
    says: untagged,
    host: true,
  },
  "pulumi-language-java": {
    pinned: "github.com/pulumi/pulumi-java/pkg",
    package: "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
    says: "v1.13.0",
    versionVariable: "github.com/pulumi/pulumi-java/pkg/version.Version",
    host: true,
  },
  // Not a host, of which no version can be had: the engine's generator of C#, in a main program of our own.
  "pulumi-codegen-dotnet": { pinned: "github.com/pulumi/pulumi/pkg/v3", package: ".", says: untagged },
  "pulumi-resource-command": {
    pinned: "github.com/pulumi/pulumi-command/provider",
    package: "github.com/pulumi/pulumi-command/provider/cmd/pulumi-resource-command",
    // The 18th commit after 0.9.2.
    says: "0.9.3-dev",
    versionVariable: "github.com/pulumi/pulumi-command/provider/pkg/version.Version",
    variable: "PULUMI_IIS_COMMAND_PLUGIN_DIR",
  },
};
