import { assume } from "../assume";
import { consumeFault } from "../faults";
import type { World } from "../world";

/** The additional output of the fault `flood`: 50 MB. */
const floodBytes = 50 * 1024 * 1024;

/** The answer after an injected fault: cut off, among other text, empty, or flooded. */
export function distortOutput(world: World, stdout: string): string {
  if (consumeFault(world, "silent")) return "";
  if (consumeFault(world, "truncate")) return stdout.slice(0, Math.floor(stdout.length / 2));
  if (consumeFault(world, "garbage")) {
    return `Loading personal and system profiles took 1203ms.\r\n<<< ${stdout}\r\nC:\\Users\\deploy> &\r\n`;
  }
  if (consumeFault(world, "flood")) return `${stdout}${"\r\n".padStart(1024).repeat(floodBytes / 1024)}`;
  return stdout;
}

/** The encodings in which this program can write. */
export type Encoding = "utf-8" | "cp850" | "cp866";

/** The upper halves of the OEM code pages: Western Europe, Russia. */
const upperHalves = {
  cp850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  cp866:
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00a0",
} as const;

/**
 * The encoding of an answer. XML is UTF-8 as its declaration states, unless the opposite is assumed. Texts are in the
 * OEM code page of the language, if APPCMD_EMULATOR_LANG is set.
 */
export function outputEncoding({ env }: Pick<World, "env">, text: string): Encoding {
  const language = env["APPCMD_EMULATOR_LANG"] ?? "";
  const codePage = language === "ru" ? "cp866" : "cp850";
  if (assume({ env }, "output-encoding") === "oem") return codePage;
  return language === "" || text.startsWith("<") ? "utf-8" : codePage;
}

/** The bytes of a text; a character that the code page does not have becomes a question mark, as in Windows. */
export function encodeOutput(text: string, encoding: Encoding): Buffer {
  if (encoding === "utf-8") return Buffer.from(text, "utf8");
  const upper = upperHalves[encoding];
  return Buffer.from(
    Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      const index = upper.indexOf(character);
      return code < 128 ? code : index < 0 ? 63 : 128 + index;
    }),
  );
}
