import type * as z from "zod";
import { lazily } from "../../lazily";
import { bool, list, optional, text } from "../../input/members";
import { object } from "../../input/object";
import { connectionSchema } from "../../connection/schema";

/** The arguments of a PoolFile. */
export const poolFileArgsSchema = lazily(() =>
  object({
    /** Files, folders of `*.yaml` and `*.yml`, and patterns such as `pools/*.yaml`; relative to the working folder. */
    files: list(text("the path of a file or folder, or a pattern"), "a list of files, folders and patterns"),
    /**
     * Take over pools that exist: declared settings are written, other settings are unchanged. Without it an existing
     * pool is refused. It has an effect at creation only.
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
     * Where appcmd is, in place of the connection of the one host of the files; for example a copy of a server's configuration.
     *
     * @default the connection of the host in the files; for a host without one, as for {@link AppPool}
     */
    connection: optional(connectionSchema()),
  }),
);

/** The arguments of a PoolFile. The files are read while the program runs, so no argument can be an output. */
export interface PoolFileArgs extends Readonly<z.input<ReturnType<typeof poolFileArgsSchema>>> {}
