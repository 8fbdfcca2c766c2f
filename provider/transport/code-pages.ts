/** Reads bytes in a code page of Windows, `cp850`. A file of its own, so that its tables are loaded where there is something to read. */
export { decode } from "iconv-lite";
