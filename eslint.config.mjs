// The rules of this code that a machine can check. Imports: .dependency-cruiser.mjs.
import tseslint from "typescript-eslint";

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

/** The bundles make require() of import() (scripts/lib/bundle.mts), which returns the module itself. */
const awaitedImport = {
  selector: ":not(AwaitExpression) > ImportExpression",
  message: "import() stands right after await: in a bundle it returns the module, not a promise",
};

export default tseslint.config(
  { ignores: ["dist/", "dist.*/", "plugin/", "sdk/", "node_modules/", "coverage/", "examples/plugin/"] },
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      "no-duplicate-imports": "error",
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
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/parameter-properties": "error",
    },
  },
  {
    // A named type of what a schema reads: `interface Connection extends z.input<typeof connectionSchema> {}`.
    files: ["provider/**/*.ts"],
    rules: { "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }] },
  },
  {
    files: ["provider/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", zodAsWhole, awaitedImport, ...oneReader] },
  },
  {
    files: ["provider/read-file.ts", "provider/pool-file/load/pool-file-loader.ts"],
    rules: { "no-restricted-syntax": ["error", zodAsWhole, awaitedImport] },
  },
  {
    files: ["emulator/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", awaitedImport] },
  },
  {
    files: ["{provider,emulator,scripts,tools}/**/*.{ts,mts}"],
    rules: { "max-lines": ["error", 250] },
  },
  {
    // All facts about a connection are in one file, with their TSDoc.
    files: ["provider/connection/schema.ts"],
    rules: { "max-lines": ["error", 280] },
  },
  {
    // Generated (npm run docs).
    files: ["provider/settings/app-pool-settings.ts"],
    rules: { "max-lines": "off" },
  },
  {
    // These load a module when it is needed, in functions that are not async.
    files: [
      "provider/cli/start.ts",
      "provider/sha256.ts",
      "provider/transport/connect.ts",
      "provider/transport/decode-output.ts",
      "provider/transport/ssh/connection.ts",
      "provider/transport/winrm/connection.ts",
      "provider/pulumi/program/recycle-app-pool.ts",
      "provider/pulumi/plugin/plugin.ts",
    ],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      // Jest types its asymmetric matchers as any.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
    },
  },
  {
    // All imports of a file come first in what test/transform.cjs makes of it, so a mock of the same file comes too late.
    files: ["test/**/*.test.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.object.name='jest'][callee.property.name='mock']",
          message: "jest.mock is called by a module of its own, which the test file imports first",
        },
      ],
    },
  },
);
