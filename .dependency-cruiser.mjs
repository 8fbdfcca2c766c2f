// The floors of docs/architecture.md, for imports of every kind: of types only, and import() and require() too.

/** Folders of provider/ from the lowest floor up. A folder may import the floors below its own, and the files of provider/ itself. */
const floors = [
  ["input", "xml", "quoting"],
  ["settings"],
  ["connection", "appcmd"],
  ["pool-file", "transport"],
  ["plan", "lint", "bundle"],
  ["engine"],
  ["report"],
  ["agent", "dsc"],
  ["pulumi", "cli"],
];

/** Third-party packages and the only folder of provider/ that may import each. */
const owners = {
  saxes: "xml",
  yaml: "pool-file",
  "iconv-lite": "transport",
  ssh2: "transport/ssh",
  asn1: "transport/winrm",
  "js-md4": "transport/winrm/ntlm",
  kerberos: "transport/winrm",
  "proper-lockfile": "agent",
  picocolors: "report",
  commander: "cli",
  "@pulumi/[^/]+": "pulumi",
  "@grpc/[^/]+": "pulumi/plugin",
};

const notAbove = floors.flatMap((floor, height) =>
  floor.map((folder) => ({
    name: `${folder}-imports-down-only`,
    severity: "error",
    from: { path: `^provider/${folder}/` },
    to: {
      path: `^provider/(${floors
        .slice(height)
        .flat()
        .filter((other) => other !== folder)
        .join("|")})/`,
    },
  })),
);

const owned = Object.entries(owners).map(([name, folder]) => ({
  name: `${folder}-owns-its-package`,
  severity: "error",
  from: { path: "^provider/", pathNot: `^provider/${folder}/` },
  to: { path: `node_modules/${name}/` },
}));

export default {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    ...notAbove,
    {
      name: "root-imports-no-folder",
      severity: "error",
      from: { path: "^provider/[^/]+\\.ts$", pathNot: "^provider/index\\.ts$" },
      to: { path: "^provider/[^/]+/" },
    },
    ...owned,
    {
      name: "core-imports-no-package",
      comment: "The core is plain functions over plain JSON: other adapters than these two can stand on it.",
      severity: "error",
      from: { path: "^provider/pulumi/core/" },
      to: { path: "node_modules/", pathNot: "node_modules/zod/" },
    },
    {
      name: "provider-imports-no-emulator",
      severity: "error",
      from: { path: "^provider/" },
      to: { path: "^emulator/" },
    },
    {
      name: "emulator-imports-xml-only",
      severity: "error",
      from: { path: "^emulator/" },
      to: { path: "^provider/|node_modules/", pathNot: "^provider/(xml/|visible-text)|node_modules/saxes/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    moduleSystems: ["cjs", "es6"],
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "import", "node", "default", "types"],
    },
  },
};
