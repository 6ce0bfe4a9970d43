import type { Path } from '../form.ts';
import { type Node, type Point, sourceOf, startOf } from './tree.ts';

/** Something an author has to correct in a lesson's text, and where: line and column from 1. */
export interface TextDefect {
  readonly line: number;
  readonly column: number;
  /** What is wrong and what would be right, in one sentence without its full stop. */
  readonly message: string;
}

/** A lesson's text while it is read: what is wrong with it so far, and where each field was written. */
export class Page {
  readonly defects: TextDefect[] = [];
  readonly #places = new Map<string, Point>();

  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  found(at: Node | Point, message: string): void {
    const { line, column } = 'type' in at ? startOf(at) : at;
    this.defects.push({ line, column, message });
  }

  /** Remembers where a field was written. */
  place(path: Path, at: Node | Point): void {
    const { line, column } = 'type' in at ? startOf(at) : at;
    this.#places.set(JSON.stringify(path), { line, column });
  }

  /** Where a field was written, or the nearest field around it; null if it was not written in this text. */
  positionOf(path: Path): Point | null {
    for (let length = path.length; length > 0; length--) {
      const place = this.#places.get(JSON.stringify(path.slice(0, length)));
      if (place) return place;
    }
    return null;
  }

  sourceOf(node: Node): string {
    return sourceOf(node, this.source);
  }
}
