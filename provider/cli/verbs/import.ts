import { type Command, Option } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import { choiceOption } from "../option-values";

/** The formats of `import`. */
export const importFormats = ["yaml", "typescript", "pulumi"] as const;

/** The options of `import`. */
export interface ImportFlags {
  readonly host?: string;
  readonly configFile?: string;
  /** An export of appcmd, or a MetaBase.xml of IIS 6. */
  readonly from?: string;
  readonly out?: string;
  readonly force?: boolean;
  /** The URN of a provider in a stack. */
  readonly provider?: string;
  readonly format: (typeof importFormats)[number];
}

const details = `
Only what is explicit on the server is written; what a pool inherits stays out, and goes on being inherited. What all pools
have in common stands once, under defaults. A plan of the imported file is empty. Passwords are not written: the file names
an environment variable for each (the program: a key of the stack's config), and a plan needs them to be set. What cannot
be declared is reported in comments. Nothing is written on the server.

--from reads a file in place of a server: what "appcmd list apppool /config /xml" printed there (also with /config:*, without
/xml, and as UTF-16, as PowerShell 5 writes it), or the MetaBase.xml (%windir%\\system32\\inetsrv on Windows Server 2003) of IIS 6,
whose pools become declarations for IIS 7 and later: what stands at each pool and what it inherits from /LM/W3SVC/AppPools.

--format pulumi writes the file for "pulumi import --file", with which the provider plugin takes the pools into a stack as
they are and Pulumi prints the program, in any of its languages. How the server is reached is up to the stack's config
(iis:host, iis:configFile ...), or with --provider to a provider of its own, which is in the stack already: so one stack has
several hosts. An identity with a password stays out of the program, and the import says of which pools.

Examples:
  iispools import --out pools.yaml                   this machine's pools
  iispools import --host web-01 --out web-01.yaml    the same, the file names the host
  iispools import --config-file applicationHost.config --out pools.yaml
  iispools import --from pools.xml --host web-01     what appcmd list apppool /config /xml printed on web-01
  iispools import --from MetaBase.xml --out pools.yaml
  iispools import --format typescript --out index.ts
  iispools import --format pulumi --out import.json      then: pulumi import --file import.json

Exit codes: 0 done, 1 error, 130 interrupted.`;

/** `iispools import`: a server as files. `end` gets the exit code. */
export function addImport(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command("import")
    .description("Write the pools of a server as a pool file, as a Pulumi program, or for pulumi import")
    .option("--host <name>", "how the file is to name this machine")
    .option("--config-file <file>", "work offline on an applicationHost.config, with the emulator")
    .addOption(
      new Option(
        "--from <file>",
        "read an export of appcmd, or a MetaBase.xml of IIS 6, in place of a server",
      ).conflicts(["configFile"]),
    )
    .option("--out <file>", "where to; left out: stdout")
    .option("--force", "overwrite the file")
    .addOption(choiceOption("--format <format>", "what to write", importFormats))
    .option("--provider <urn>", "for pulumi: the provider that leads there; pulumi stack --show-urns tells its URN")
    .addHelpText("after", details)
    .action(async (flags: ImportFlags) => {
      const { runImport } = require("./run-import") as typeof import("./run-import");
      end(await runImport(flags, io));
    });
}
