/** What a CI system would carry out: Azure Pipelines, GitHub, TeamCity, Octopus, GitLab. */
export const commands = [
  "##vso[task.setvariable variable=X]y",
  "a ##VSO[task.complete result=Succeeded;]",
  "###[group]x",
  "##[error]x",
  "##teamcity[buildProblem]",
  "##octopus[setVariable name='eA==']",
  "::add-mask::x",
  " ::error file=a::x",
] as const;

/** What a terminal would carry out, or nobody would see. */
export const controls = [
  "a\u001b]0;PWN\u0007b",
  "a\u001b[31mb",
  "a\u001b[8mb",
  "section_start:1560896352:x\r\u001b[0K",
  "a\rb",
  "a\bb",
  "a\u0000b",
  "a\u007fb",
  "a\u009b31mb",
  "a\u0085b",
] as const;

/** The same among characters that settings can have. */
export const hidden = [
  "a\u200bb",
  "a\u202egpj.exe",
  "a\u2066b\u2069",
  "a\u061cb",
  "a\ufeffb",
  "a\u2028##vso[b",
  "a\u2029b",
  "a\u00adb",
  "a\u3164b",
  "a\u{e0041}b",
] as const;

/** Everything that must not be seen as it is, spelled out here once more. */
const forbidden: readonly RegExp[] = [
  /##\w*\[/,
  /^[^\S\n]*::[a-z]/im,
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\u3164\ufeff]/,
  /\r(?!\n)/,
  /[\u{e0000}-\u{e007f}]/u,
  /\p{Cs}/u,
];

/** Colours as the reports have them. */
const colours = /\u001b\[(?:0|1|2|4|22|24|3[0-79])m/g;

/** Fails where a person, a terminal or a CI system would be deceived by a text. */
export function expectVisible(text: string, { isColoured = false } = {}): void {
  const bare = isColoured ? text.replace(colours, "") : text;
  for (const pattern of forbidden) if (pattern.test(bare)) expect(bare).not.toMatch(pattern);
}
