import { hookOrder, type Station } from '../netfilter/hookOrder.ts';
import type { Hook } from '../netfilter/types.ts';
import type { Event } from '../network/trace.ts';

/** The stages of a packet's path through a host: hooks, the routing decision, a bridge, and programs at both ends. */
export type StageName = Hook | 'routing' | 'bridge' | 'program';

/** A stage of a packet's stay in a host. */
export interface Stage {
  readonly name: StageName;
  /**
   * What the picture shows in a hook, in the engine's order; `step` is the first step there, null where
   * nothing happens.
   */
  readonly stations: readonly { readonly station: Station; readonly step: number | null }[];
  /** The first step in this stage, null where the packet did not get that far or nothing happened. */
  readonly step: number | null;
}

/** The stations of a stage; empty for a stage that is no hook. */
export const orderAt = (name: StageName): readonly Station[] =>
  hookOrder.find((s) => s.hook === name)?.order ?? [];

/** The stage in which an event happens, null for events between stages. */
export const stageOf = (event: Event): StageName | null => {
  switch (event.kind) {
    case 'made':
    case 'delivered':
      return 'program';
    case 'routed':
      return 'routing';
    case 'bridged':
      return 'bridge';
    case 'table':
      return event.visit.hook;
    case 'tracked':
    case 'rewritten':
      return event.hook;
    case 'confirmed':
    case 'wire':
    case 'dropped':
      return null;
  }
};

/** The station of a hook at which an event happens. */
export const stationOf = (event: Event): Station | null => {
  switch (event.kind) {
    case 'table':
      return event.visit.table;
    case 'tracked':
      return 'conntrack';
    case 'rewritten':
      return 'nat';
    case 'confirmed':
      return 'confirm';
    case 'made':
    case 'routed':
    case 'wire':
    case 'bridged':
    case 'delivered':
    case 'dropped':
      return null;
  }
};

/** The stages that an event adds to those the packet already has in this host. A second fragment finds them there. */
export const stagesAhead = (event: Event, met: readonly StageName[]): readonly StageName[] => {
  const has = (name: StageName): boolean => met.includes(name);
  switch (event.kind) {
    case 'made':
      return has('program') ? [] : ['program'];
    case 'wire':
      return has('PREROUTING') || has('bridge') ? [] : ['PREROUTING'];
    case 'bridged':
      return has('bridge') ? [] : ['bridge'];
    case 'routed': {
      if (event.to === 'nowhere') return met.at(-1) === 'routing' ? [] : ['routing'];
      if (event.to === 'here')
        return has('INPUT')
          ? []
          : [...(has('PREROUTING') ? [] : (['PREROUTING'] as const)), 'routing', 'INPUT', 'program'];
      if (has('PREROUTING')) return has('FORWARD') ? [] : ['routing', 'FORWARD', 'POSTROUTING'];
      // OUTPUT changed what routing goes by, and the way is looked up again.
      if (has('OUTPUT')) return [];
      return [
        'routing',
        'OUTPUT',
        'POSTROUTING',
        ...(event.device === 'lo' ? (['PREROUTING'] as const) : []),
      ];
    }
    case 'table':
    case 'tracked':
    case 'rewritten': {
      const name = stageOf(event)!;
      return has(name) ? [] : [name];
    }
    case 'delivered':
      return met.at(-1) === 'program' ? [] : ['program'];
    case 'confirmed':
    case 'dropped':
      return [];
  }
};
