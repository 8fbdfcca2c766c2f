/** A part of a text that is opened, filled with blocks and closed. */
export interface Section {
  readonly open: string;
  readonly blocks: readonly string[];
  readonly close: string;
}

/** A text that fits, and how much was cut. */
export interface Fitted {
  readonly text: string;
  readonly left: { readonly blocks: number; readonly sections: number };
}

/**
 * As many sections as fit into `room` characters, without cutting inside a block. Openings and closings come first, so
 * that every section is at least named; then blocks from the first on. A section is filled only up to its first block
 * that does not fit, so only its end is cut.
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
