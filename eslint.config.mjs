// The house rules that a machine can check. Floors: docs/architecture.md.
import tseslint from "typescript-eslint";

/** Folders of provider/ that a folder must not import, from the floors of docs/architecture.md. */
const forbidden = {
  schema: ["model", "appcmd", "transport", "plan", "engine", "report", "pulumi", "cli"],
  xml: ["schema", "model", "appcmd", "transport", "plan", "engine", "report", "pulumi", "cli"],
  model: ["appcmd", "transport", "plan", "engine", "report", "pulumi", "cli"],
  appcmd: ["model", "transport", "plan", "engine", "report", "pulumi", "cli"],
  transport: ["model", "appcmd", "plan", "engine", "report", "pulumi", "cli"],
  plan: ["transport", "engine", "report", "pulumi", "cli"],
  engine: ["report", "pulumi", "cli"],
  report: ["pulumi", "cli"],
  pulumi: ["cli"],
  cli: ["pulumi"],
};

/** Third-party packages and the only place each may be imported from. */
const owners = { saxes: "provider/xml/parse.ts", zod: "provider/model/" };

function restrict(group, message) {
  return { group, message };
}

const packageRules = (file) =>
  Object.entries(owners)
    .filter(([, place]) => !file.startsWith(place))
    .map(([name, place]) => restrict([name], `${name} is imported only in ${place}`));

const floors = Object.entries(forbidden).map(([folder, above]) => ({
  files: [`provider/${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          restrict(
            above.map((name) => `**/${name}/**`),
            `provider/${folder} may not import a floor above it or a neighbour`,
          ),
          restrict(["**/emulator/**"], "nothing in provider/ imports the emulator"),
          ...(folder === "pulumi"
            ? []
            : [restrict(["@pulumi/*"], "@pulumi packages are imported only in provider/pulumi")]),
          ...packageRules(`provider/${folder}/`).filter(({ group }) => !(group[0] === "saxes" && folder === "xml")),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "coverage/"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["emulator/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "provider/(?!xml/)", message: "the emulator imports nothing of provider/ but provider/xml" },
            restrict(["@pulumi/*", "saxes", "zod"], "the emulator has no third-party imports"),
          ],
        },
      ],
    },
  },
  ...floors,
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
