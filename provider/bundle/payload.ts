import { posix } from "node:path";
import * as z from "zod";
import type { InputFault } from "../input/faults-of";
import { list, mustBe, text } from "../input/members";
import { object } from "../input/object";
import { readInput } from "../input/read-input";
import { showGiven } from "../input/wording";
import { lazily } from "../lazily";

/** The schema of a bundle's content, as it names it. */
export const bundleSchemaName = "iispools.bundle/1";

/** A pool file of a bundle. */
interface BundledFile {
  /** Relative to the folder of the bundle, with `/`: `pools/web.yaml`. */
  readonly path: string;
  readonly text: string;
}

/** The content of a bundle: pool files, and when they were put together. */
export interface BundlePayload {
  /** When it was made, in UTC with milliseconds: of two bundles the one with the later time is newer. */
  readonly made: string;
  /** In reading order, with those that others include: loading all of them is the same as loading those that were named. */
  readonly files: readonly BundledFile[];
}

const schema = lazily(() => {
  const path = text("a path").refine(isBundledPath, { error: mustBe("a relative path without ..", showGiven) });
  const made = z.iso.datetime({ precision: 3, error: mustBe("a time like 2026-12-01T10:00:00.000Z", showGiven) });
  return object({
    schema: z.literal(bundleSchemaName, { error: mustBe(`"${bundleSchemaName}"`, showGiven) }),
    made,
    files: list(object({ path, text: z.string({ error: mustBe("a text") }) }), "a list of files").min(1, {
      error: mustBe("a list with at least one file"),
    }),
  });
});

/** Whether a path can be in a bundle: relative, and possible on Windows. */
export function isBundledPath(path: string): boolean {
  return !/[\\:]/.test(path) && posix.normalize(path) === path && !posix.isAbsolute(path) && !/^\.\.?(\/|$)/.test(path);
}

/** The content as the bytes that are signed. */
export function encodePayload({ made, files }: BundlePayload): Buffer {
  return Buffer.from(JSON.stringify({ schema: bundleSchemaName, made, files }), "utf8");
}

/** The content of such bytes, or every fault. */
export function decodePayload(
  bytes: Uint8Array,
): { readonly payload: BundlePayload } | { readonly faults: readonly InputFault[] } {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return { faults: [{ keys: [], path: "", message: "is not JSON in UTF-8" }] };
  }
  const { value, faults } = readInput(schema(), document, { isJson: true });
  return value === undefined ? { faults } : { payload: { made: value.made, files: value.files } };
}
