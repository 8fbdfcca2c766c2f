/** How waves are written, for messages and help. */
export const wavesExample = "canary:1,25%,100%";

/** How long a wave is left alone before it is checked: the range in seconds, and what holds where it is left out. */
export const settleFacts = { least: 0, most: 86_400, defaultsTo: "10s" } as const;
