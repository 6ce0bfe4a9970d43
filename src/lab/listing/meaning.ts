/** What a rule of a printed listing means, beside it: loaded when a mouse rests on one, a finger taps it, or F1 asks. */
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { Known } from '../../shell/choice.ts';
import { engine } from '../engine/client.ts';
import { type Listing, readListing, rulesOf } from './readListing.ts';

const style = `position:fixed;inset:auto;margin:0;z-index:40;box-sizing:border-box;max-width:min(28rem,100vw - 24px);padding:0.4rem 0.6rem;
border:1px solid var(--ft-line);border-radius:0.4rem;background:var(--ft-raised);color:var(--ft-ink);font:0.8125rem/1.5 var(--sl-font,sans-serif)`;

let note: HTMLElement | null = null;
/** The rule that F1 asked about last. */
let asked: { readonly of: HTMLElement; readonly rule: number } | null = null;
let latest = 0;

/** Nothing is said any more. */
export const hideMeaning = (): void => {
  latest++;
  note?.remove();
  note = null;
};

/** The text nodes of a listing with where each begins in its text. */
const range = (listing: Listing, from: number, to: number): Range => {
  const made = document.createRange();
  for (const { node, at } of listing.nodes) {
    if (at <= from) made.setStart(node, Math.min(from - at, node.length));
    if (at < to) made.setEnd(node, Math.min(to - at, node.length));
  }
  return made;
};

const show = (listing: Listing, { label, detail, info }: Known, from: number, to: number): void => {
  note?.remove();
  const box = document.createElement('div');
  note = box;
  box.className = 'ft-meaning not-content';
  box.setAttribute('role', 'status');
  box.style.cssText = style;
  // Above everything, also above a lab that has the whole screen.
  box.popover = 'manual';
  document.body.append(box);
  box.showPopover();
  const name = document.createElement('code');
  name.textContent = `${label} ${detail}`.trim();
  box.append(...(name.textContent === '' ? [] : [name, ' ']), info);
  const at = range(listing, from, to).getClientRects()[0] ?? listing.of.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(12, Math.min(at.left, document.documentElement.clientWidth - width - 12));
  box.style.left = `${left}px`;
  box.style.top = `${at.top - height - 6 > 70 ? at.top - height - 6 : at.bottom + 6}px`;
};

const explain = async (listing: Listing, at: number): Promise<void> => {
  const mine = ++latest;
  const question = listing.ask(at);
  const known = question && (await engine.ask('describe', question.with).catch(() => null));
  // The mouse has gone on meanwhile.
  if (mine !== latest) return;
  if (!known || known.info === '') return hideMeaning();
  const { before, line } = question;
  show(listing, known, line?.from ?? known.from - before, line?.to ?? known.to - before);
};

/** What is under a point of the window. */
export const meaningAt = async (of: HTMLElement, x: number, y: number): Promise<void> => {
  const listing = readListing(of);
  const caret = document.caretPositionFromPoint?.(x, y);
  // Older Safari's.
  const old = caret ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret
    ? [caret.offsetNode, caret.offset]
    : [old?.startContainer ?? null, old?.startOffset ?? 0];
  const found = listing.nodes.find((n) => n.node === node);
  // Beside the end of a line, the caret is at its end.
  const box = found && range(listing, found.at, found.at + found.node.length);
  if (
    !found ||
    ![...box!.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom)
  )
    return hideMeaning();
  await explain(listing, found.at + offset);
};

/** The first rule of a listing as a whole; asked again, the next one. */
export const nextMeaning = async (of: HTMLElement): Promise<void> => {
  const listing = readListing(of);
  const rules = rulesOf(listing.text);
  const rule = asked?.of === of ? (asked.rule + 1) % rules.length : 0;
  if (rules.length === 0) return;
  asked = { of, rule };
  await explain(listing, rules[rule]!);
  if (!note)
    show(listing, { from: 0, to: 0, label: '', detail: '', info: say(labels.nothingToExplain) }, 0, 1);
};
