/**
 * Reads bytes in a code page of Windows, `cp850`. A separate file, so that its tables are loaded only if they are used.
 */
export { decode } from "iconv-lite";
