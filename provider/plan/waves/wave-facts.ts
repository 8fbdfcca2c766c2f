// Facts on waves that help and schemas show. They load nothing else: help is shown before anything is planned.

/** An example of waves, for messages and help. */
export const wavesExample = "canary:1,25%,100%";

/** The delay before the health check of a wave: the range in seconds, and the default. */
export const settleFacts = { least: 0, most: 86_400, defaultsTo: "10s" } as const;
