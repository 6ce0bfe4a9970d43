import type { PacketField } from '../../trace/packetFields.ts';

const Fields = ({ fields }: { readonly fields: readonly PacketField[] }) => (
  <dl>
    {fields.map(({ name, value, was }) => (
      <div key={name} class={was === null ? '' : 'ft-new'}>
        <dt>{name}</dt>
        <dd>
          {was === null ? (
            value
          ) : (
            <>
              <span class="ft-was">
                <span class="ft-tag">before</span> <del>{was}</del>
              </span>
              <span class="ft-is">
                <span class="ft-tag">after</span> <ins>{value}</ins>
              </span>
            </>
          )}
        </dd>
      </div>
    ))}
  </dl>
);

/** What the packet looked like before a step and after it. */
export const WayPacket = ({ fields }: { readonly fields: readonly PacketField[] }) => {
  const changed = fields.filter((f) => f.was !== null).length;
  const of = (which: PacketField['of']) => fields.filter((f) => f.of === which);
  return (
    <section class="ft-ticket" aria-label="The packet">
      <p class="ft-label">
        On the packet{' '}
        <span class="ft-small">
          {changed === 0
            ? 'this step changes nothing'
            : `this step changes ${changed === 1 ? 'one field' : `${changed} fields`}`}
        </span>
      </p>
      <Fields fields={of('packet')} />
      {of('machine').length > 0 && (
        <>
          <p class="ft-label">Beside it, in this machine only</p>
          <Fields fields={of('machine')} />
        </>
      )}
    </section>
  );
};
