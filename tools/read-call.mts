import { parseArgs, type ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Call<Known extends Options> = ReturnType<typeof parseArgs<{ options: Known; allowPositionals: true }>>;

/**
 * The options and arguments with which a script was called. A wrong call ends the program: one line on standard error, exit code 2.
 *
 * @param usage the correct call, which that line shows
 * @param options those of `parseArgs`
 * @param most how many arguments there may be. Default: none
 */
export function readCall<const Known extends Options>(usage: string, options: Known, most = 0): Call<Known> {
  try {
    const call: Call<Known> = parseArgs({ options, allowPositionals: true });
    if (call.positionals.length > most) throw new Error(`Unexpected argument '${call.positionals[most] ?? ""}'`);
    return call;
  } catch (error) {
    // Node adds a second sentence: how to pass an argument that begins with a dash.
    const [problem = ""] = (error as Error).message.split(/\. |\n/);
    process.stderr.write(`${problem}. Usage: ${usage}\n`);
    process.exit(2);
  }
}
