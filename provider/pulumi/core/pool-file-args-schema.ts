import type * as z from "zod";
import { bool, list, optional, text } from "../../input/members";
import { object } from "../../input/object";
import { connectionSchema } from "../../transport/connection-schema";

/** The arguments of a PoolFile. */
export const poolFileArgsSchema = object({
  /** Files, folders of `*.yaml` and `*.yml`, and patterns such as `pools/*.yaml`; relative to the working folder. */
  files: list(text("the path of a file or folder, or a pattern"), "a list of files, folders and patterns"),
  /**
   * Take over pools that exist: what is declared is brought to them, the rest of them stays. Without it an existing
   * pool is refused. It matters at creation only.
   *
   * @default false
   */
  adopt: optional(bool()),
  /**
   * Keep the values of environment variables readable in the state and in previews, for all pools of the files.
   *
   * @default false: they are secrets
   */
  showEnvironment: optional(bool()),
  /**
   * Where appcmd is, instead of what the files say of their one host; for example a copy of a server's configuration.
   *
   * @default what the files say of a host; for a host of which they say nothing, as for {@link AppPool}
   */
  connection: optional(connectionSchema),
});

/** What a PoolFile takes. The files are read while the program runs, so nothing here can be an output. */
export interface PoolFileArgs extends Readonly<z.input<typeof poolFileArgsSchema>> {}
