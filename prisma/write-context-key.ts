import type pg from 'pg'

const BLOCK_BYTES = 64

/** Gives the database the key that signs contexts, as the padded blocks of HMAC-SHA256 (RFC 2104) that sec.business() hashes with. */
export async function writeContextKey(owner: pg.Client, keyHex: string): Promise<void> {
  const block = Buffer.concat([Buffer.from(keyHex, 'hex')], BLOCK_BYTES)
  const padded = (byte: number) => Buffer.from(block.map((value) => value ^ byte))
  await owner.query(
    `insert into sec.key (inner_pad, outer_pad) values ($1, $2)
     on conflict (one) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
    [padded(0x36), padded(0x5c)],
  )
}
