import type * as z from "zod";
import { lazily } from "../../lazily";
import { bool, optional } from "../../input/members";
import { object } from "../../input/object";
import { connectionSchema } from "../../connection/schema";

/** The provider's own settings besides the fields of a connection: the defaults of every resource. */
export const flagsSchema = object({
  /**
   * Adopt pools that exist, for every pool that does not set it.
   *
   * @default false
   */
  adopt: optional(bool()).meta({
    description: "Adopt pools that exist, for every pool that does not set it.",
    defaultsTo: "false",
  }),
  /**
   * Delete pools even while applications use them, for every pool that does not set it.
   *
   * @default false
   */
  forceDelete: optional(bool()).meta({
    description: "Delete pools even while applications use them, for every pool that does not set it.",
    defaultsTo: "false",
  }),
  /**
   * Refuse every write (`READ_ONLY`), from the next update on. The environment variable PULUMI_IIS_READ_ONLY, `true` or
   * `false`, applies before it, and to every run.
   *
   * @default false
   */
  readOnly: optional(bool()).meta({
    description:
      "Refuse every write (`READ_ONLY`), from the next update on. The environment variable PULUMI_IIS_READ_ONLY, `true` or `false`, applies before it, and to every run.",
    defaultsTo: "false",
  }),
  /**
   * Make a backup with appcmd before the first write of a run to a host.
   *
   * @default true
   */
  backup: optional(bool()).meta({
    description: "Make a backup with appcmd before the first write of a run to a host.",
    defaultsTo: "true",
  }),
  /**
   * Make the engine read every resource before each preview and update, so that drift is shown with the live value,
   * also without --refresh. It takes effect from the next update or refresh.
   *
   * @default false
   */
  refreshBeforeUpdate: optional(bool()).meta({
    description:
      "Make the engine read every resource before each preview and update, so that drift is shown with the live value, also without --refresh. It takes effect from the next update or refresh.",
    defaultsTo: "false",
  }),
});

/** The provider's configuration: the fields of a connection, and the flags for every pool. */
export const configSchema = lazily(() => object({ ...connectionSchema().shape, ...flagsSchema.shape }));

/** The values of {@link flagsSchema}. */
export type ProviderFlags = Readonly<Required<z.output<typeof flagsSchema>>>;

/** What holds without a configuration. */
export const defaultFlags: ProviderFlags = {
  adopt: false,
  forceDelete: false,
  readOnly: false,
  backup: true,
  refreshBeforeUpdate: false,
};
