/** How a peer words a refusal, and what ours must say in its place. */
const wordings: readonly (readonly [RegExp, (said: RegExpMatchArray) => RegExp])[] = [
  [/^validation$/, () => /must be/],
  [/not a boolean/, () => /must be true or false/],
  [/not an integer/, () => /must be a whole number|must be an amount of memory/],
  [/expected 00:00:00 or 0\.00:00:00/, () => /must be a duration such as .*"1\.05:00:00"/],
  [/<= (\d+)/, ([, most = ""]) => new RegExp(`must be between \\d+ and ${most}`)],
  [/reserved character (.)/, ([, character = ""]) => new RegExp(`does not allow ${escape(character)} in a name`)],
  [/invalid (?:application pool )?name/i, () => /in a name|must be the name/],
  [/must not be empty/, () => /refuses an empty value/],
  [/granularity is 60 s|must be whole minutes/, () => /whole minutes/],
  [
    /between 00:00:00 and (\S+) seconds inclusive/,
    ([, most = ""]) => new RegExp(`between 00:00:00 and ${escape(most)}`),
  ],
  [
    /did you mean (?:.*\.)?(\w+)$/,
    ([, key = ""]) => new RegExp(`unknown key \`\\w+\`\\. Did you mean \`(?:\\w+\\.)*${key}\`\\?`),
  ],
];

/** What our message must look like where the peer's is this one. */
export function messageLike(peers: string): RegExp {
  for (const [wording, ours] of wordings) {
    const said = wording.exec(peers);
    if (said !== null) return ours(said);
  }
  throw new Error(`no wording of ours is known for "${peers}"`);
}

function escape(text: string): string {
  return text.replace(/[^\w\s]/g, "\\$&");
}
