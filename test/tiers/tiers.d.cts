/** The options of Jest's projects that make a tier. */
export declare const tiers: readonly {
  readonly displayName: string;
  readonly testRegex: string;
  readonly testPathIgnorePatterns?: readonly string[];
}[];
