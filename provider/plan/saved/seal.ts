import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson } from "../../record";

/** Proof that the hosts of a plan file are unchanged. */
interface PlanSeal {
  /** Detects a plan that was edited by mistake; a plan edited on purpose can have a new digest. */
  readonly digest: string;
  /** Detects a plan that was not written with the key. Absent if there was no key. */
  readonly signature?: string;
}

/**
 * The seal of a plan's hosts. It covers their content; whitespace, string escapes and the order of keys in the file are
 * ignored.
 *
 * @param hosts plain JSON
 */
export function sealPlan(schema: string, hosts: unknown, key: string | undefined): PlanSeal {
  return sealText(canonicalJson([schema, hosts]), key);
}

/** Whether a digest or signature is that of the hosts. */
export type SealCheck = (kind: keyof PlanSeal, found: unknown) => boolean;

/** Verifies the seal of hosts. Earlier versions sealed the text of the file, in the order of its keys. */
export function checkSeal(schema: string, hosts: unknown, key: string | undefined): SealCheck {
  const sealed = sealPlan(schema, hosts, key);
  let asTheyStand: PlanSeal | undefined;
  return (kind, found) => {
    if (isSame(found, sealed[kind])) return true;
    asTheyStand ??= sealText(JSON.stringify([schema, hosts]), key);
    return isSame(found, asTheyStand[kind]);
  };
}

function sealText(content: string, key: string | undefined): PlanSeal {
  return {
    digest: `sha256:${createHash("sha256").update(content).digest("hex")}`,
    ...(key !== undefined && { signature: `hmac-sha256:${createHmac("sha256", key).update(content).digest("hex")}` }),
  };
}

/** Whether two texts are equal. The time does not depend on where they differ. */
function isSame(found: unknown, expected: string | undefined): boolean {
  if (typeof found !== "string" || expected === undefined) return false;
  const [one, other] = [Buffer.from(found), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
