import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What tells that the hosts of a plan file are those that were written. */
export interface PlanSeal {
  /** Tells a plan that was edited by mistake; whoever edits it on purpose can write a new one. */
  readonly digest: string;
  /** Tells a plan that was not written by someone who has the key. Left out where there was none. */
  readonly signature?: string;
}

/**
 * The seal of a plan's hosts. It is over their content as JSON, so blanks and the form of texts in the file do not count.
 *
 * @param hosts plain JSON
 */
export function sealPlan(schema: string, hosts: unknown, key: string | undefined): PlanSeal {
  const content = JSON.stringify([schema, hosts]);
  return {
    digest: `sha256:${createHash("sha256").update(content).digest("hex")}`,
    ...(key !== undefined && { signature: `hmac-sha256:${createHmac("sha256", key).update(content).digest("hex")}` }),
  };
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export function isSameSeal(given: unknown, expected: string): boolean {
  const [one, other] = [Buffer.from(typeof given === "string" ? given : ""), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
