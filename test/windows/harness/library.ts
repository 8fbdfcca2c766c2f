/** What a function that runs as a Windows process may call: `call-script.ts` has it bundled, because Wine opens files slowly. */
export * as engine from "../../../provider/engine";
export { runProcess } from "../../../provider/transport/process";
