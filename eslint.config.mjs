// The house rules that a machine can check. Floors: docs/architecture.md.
import tseslint from "typescript-eslint";

/** Folders of provider/ that a folder must not import, from the floors of docs/architecture.md. */
const forbidden = {
  input: [
    "schema",
    "xml",
    "quoting",
    "model",
    "appcmd",
    "transport",
    "lint",
    "plan",
    "engine",
    "report",
    "pulumi",
    "cli",
  ],
  quoting: ["schema", "xml", "model", "appcmd", "transport", "lint", "plan", "engine", "report", "pulumi", "cli"],
  schema: ["model", "appcmd", "transport", "lint", "plan", "engine", "report", "pulumi", "cli"],
  xml: ["schema", "model", "appcmd", "transport", "lint", "plan", "engine", "report", "pulumi", "cli"],
  model: ["appcmd", "transport", "lint", "plan", "engine", "report", "pulumi", "cli"],
  appcmd: ["model", "transport", "lint", "plan", "engine", "report", "pulumi", "cli"],
  transport: ["model", "appcmd", "lint", "plan", "engine", "report", "pulumi", "cli"],
  lint: ["transport", "plan", "engine", "report", "pulumi", "cli"],
  plan: ["transport", "lint", "engine", "report", "pulumi", "cli"],
  engine: ["report", "pulumi", "cli"],
  report: ["pulumi", "cli"],
  pulumi: ["cli"],
  cli: ["pulumi"],
};

/** Third-party packages and the only folder of provider/ that may import each. */
const owners = {
  saxes: "xml",
  yaml: "model",
  "iconv-lite": "transport",
  ssh2: "transport",
  picocolors: "report",
  commander: "cli",
  "@pulumi/*": "pulumi",
};

/** What every floor may know of a connection: what it is, and what is wrong with one. How it is used is transport's. */
const shared = ["!**/transport/connection", "!**/transport/connection-schema", "!**/transport/connection-secrets"];

/** The one way to import zod: the others bundle five times as much, and take 14 ms longer to load. */
const zodAsWhole = {
  selector: [
    "ImportDeclaration[source.value='zod']:not(:has(ImportNamespaceSpecifier[local.name='z']))",
    ":matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration)[source.value=/^zod\\W/]",
    ":matches(ExportNamedDeclaration, ExportAllDeclaration)[source.value='zod']",
  ].join(", "),
  message: 'zod is imported as `import * as z from "zod"`, and not exported again',
};

/** A pipe never ends, and a device may not either: there is one reader, which asks first. */
const reads = "/^(readFile|readFileSync|createReadStream)$/";
const oneReader = [
  { selector: `CallExpression[callee.name=${reads}]`, message: "files are read by provider/read-file.ts" },
  { selector: `CallExpression[callee.property.name=${reads}]`, message: "files are read by provider/read-file.ts" },
];

/** What the files of one folder of provider/ may not import. */
function restricted(folder, packages) {
  const above = [...forbidden[folder].map((name) => `**/${name}/**`), ...shared];
  return {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          { group: above, message: `provider/${folder} may not import a floor above it or a neighbour` },
          { group: ["**/emulator/**"], message: "nothing in provider/ imports the emulator" },
          ...packages.map((name) => ({
            group: [name],
            message: `${name} is imported only in provider/${owners[name]}`,
          })),
        ],
      },
    ],
  };
}

const floors = Object.keys(forbidden).map((folder) => ({
  files: [`provider/${folder}/**/*.ts`],
  rules: restricted(
    folder,
    Object.keys(owners).filter((name) => owners[name] !== folder),
  ),
}));

export default tseslint.config(
  { ignores: ["dist/", "dist.*/", "plugin/", "sdk/", "node_modules/", "coverage/", "examples/plugin/"] },
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      // A backslash that JavaScript drops is one that a page or a message lacks: `IIS AppPool\Shop`.
      "no-useless-escape": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    // Node.js runs these as they are, without their types: they have only syntax that leaves JavaScript when types are removed.
    files: ["**/*.mts"],
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/parameter-properties": "error",
    },
  },
  {
    // A named type of what a schema reads: `interface Connection extends z.input<typeof connectionSchema> {}`.
    files: ["provider/**/*-schema.ts"],
    rules: { "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }] },
  },
  {
    files: ["emulator/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "provider/(?!xml/|visible-text)",
              message: "the emulator imports nothing of provider/ but provider/xml and provider/visible-text",
            },
            { group: [...Object.keys(owners), "zod", "zod/*"], message: "the emulator has no third-party imports" },
          ],
        },
      ],
    },
  },
  ...floors,
  {
    files: ["provider/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", zodAsWhole, ...oneReader] },
  },
  {
    files: ["provider/read-file.ts", "provider/model/pool-file-loader.ts"],
    rules: { "no-restricted-syntax": ["error", zodAsWhole] },
  },
  {
    // These load what they work with when it is needed; in CommonJS that is require, and import() only beside it.
    files: [
      "provider/cli/**/*.ts",
      "provider/transport/decode-output.ts",
      "provider/transport/ssh-dialler.ts",
      "provider/pulumi/load-command.ts",
      "provider/pulumi/plugin.ts",
    ],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  // The core is plain functions over plain JSON: other adapters than the dynamic provider can stand on it.
  { files: ["provider/pulumi/core/**/*.ts"], rules: restricted("pulumi", Object.keys(owners)) },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      // Jest types its asymmetric matchers as any.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
    },
  },
);
