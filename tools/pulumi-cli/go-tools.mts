// What is built from tools/pulumi-cli/ besides the CLI itself: language hosts, a plugin, a generator, a linter.

export interface GoTool {
  /** The module of its go.mod whose version is the tool's own. */
  readonly pinned: string;
  /** What `go build` is given, in the folder of tools/pulumi-cli/ that has the tool's name. */
  readonly package: string;
  /** The version that it prints. */
  readonly says: string;
  /** The Go variable that holds it. Default: that of Pulumi's SDK. */
  readonly versionVariable?: string;
  /** A language host: Pulumi's own installations have it beside the CLI. */
  readonly host?: boolean;
  /** Environment variable that may name a folder with the tool. */
  readonly variable?: string;
  /** A file of another module that must lie beside it. */
  readonly script?: { readonly module: string; readonly path: string };
}

/** Of the modules without tags the go.mod pins the commit of this release. */
const untagged = "v3.163.0";

export const goTools: Readonly<Record<string, GoTool>> = {
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
  // Checks the workflows of GitHub.
  actionlint: {
    pinned: "github.com/rhysd/actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    says: "1.7.12",
    versionVariable: "github.com/rhysd/actionlint.version",
  },
  "pulumi-resource-command": {
    pinned: "github.com/pulumi/pulumi-command/provider",
    package: "github.com/pulumi/pulumi-command/provider/cmd/pulumi-resource-command",
    // The 18th commit after 0.9.2.
    says: "0.9.3-dev",
    versionVariable: "github.com/pulumi/pulumi-command/provider/pkg/version.Version",
    variable: "PULUMI_IIS_COMMAND_PLUGIN_DIR",
  },
  // Signs programs for macOS on any platform.
  quill: {
    pinned: "github.com/anchore/quill",
    package: "github.com/anchore/quill/cmd/quill",
    says: "0.5.1",
    versionVariable: "main.version",
  },
};
