/** A part of a text that is opened, filled with blocks and closed. */
export interface Section {
  readonly open: string;
  readonly blocks: readonly string[];
  readonly close: string;
}

/** A text that fits, and how much of it was left out. */
export interface Fitted {
  readonly text: string;
  readonly left: { readonly blocks: number; readonly sections: number };
}

/**
 * As much of the sections as fits into `room` characters, without ever cutting inside of a block. Openings and closings
 * come first, so that every section is at least named; then blocks from the first on. A section is filled only as far
 * as its first block that does not fit, so what is left out is always its end.
 */
export function fitBlocks(sections: readonly Section[], room: number): Fitted {
  let free = room;
  const named = sections.filter(({ open, close }) => {
    const size = open.length + close.length;
    if (free < size) return false;
    free -= size;
    return true;
  });
  let left = 0;
  const texts = named.map(({ open, blocks, close }) => {
    let kept = 0;
    for (const block of blocks) {
      if (block.length > free) break;
      free -= block.length;
      kept++;
    }
    left += blocks.length - kept;
    return `${open}${blocks.slice(0, kept).join("")}${close}`;
  });
  return { text: texts.join(""), left: { blocks: left, sections: sections.length - named.length } };
}
