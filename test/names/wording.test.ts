import { globSync, readFileSync } from "node:fs";

/** The one file that words faults of values. */
const home = "provider/input/wording.ts";

/** Wordings that only `home` has, or nobody: they are for describeWrong, describeMissing, describeOther and describeBounds. */
const forbidden: readonly RegExp[] = [
  /expected .*, got\b/,
  /["'`]expected (?:a|an|one|true|the)\b/,
  /(?<!\bthere )\bis none of\b/,
  /[,;] got (?:\$\{|the\b)/,
  /\bis required and must be\b/,
  /["'`]must be [^"'`]*\$\{/,
  /\bbetween \$\{.*\} and \$\{/,
  /\ba (?:whole )?(?:number|duration) from \$\{/,
  /["'`]the (?:text|number) \$\{/,
];

/** What is said in a source: its lines without comments. */
function saidIn(source: string): readonly string[] {
  return source.split("\n").filter((line) => !/^\s*(?:\/\*\*|\*|\/\/)/.test(line));
}

function foundIn(source: string): readonly string[] {
  return saidIn(source).filter((line) => forbidden.some((wording) => wording.test(line)));
}

it.each(globSync("provider/**/*.ts").filter((file) => file !== home))("%s words no fault of a value itself", (file) => {
  expect(foundIn(readFileSync(file, "utf8"))).toEqual([]);
});

it("finds such a wording", () => {
  const faults = [
    "throw new ValueError(`expected true or false, got ${describe(input)}`);",
    'const message = "expected a text";',
    "  return `${part} is none of the flags ${names.join()}`;",
    "message: `must be ${what}, got ${reason}`",
    '"is required and must be a path"',
    "`must be between ${least} and ${most}`",
    "const what = `a duration from ${least} to ${most}`;",
    "return `the number ${input}`;",
  ];
  expect(foundIn(["/** `must be ${what}, got ${reason}` */", ...faults].join("\n"))).toEqual(faults);
  expect(foundIn(readFileSync(home, "utf8"))).not.toEqual([]);
});
