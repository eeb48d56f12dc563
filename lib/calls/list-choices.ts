import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'

/** Words are gathered from so many of the newest calls: those of long ago are still found when they are typed. */
const RECENT = 2000

/** What calls can be filtered by and marked with: the people, the lines, the tags and dispositions in use. */
export async function listChoices({ principal }: Caller) {
  authorise(principal, 'calls:read')
  return withBusiness(principal.businessId, async (tx) => {
    const people = await tx.membership.findMany({
      select: { userId: true, user: { select: { name: true } } },
      orderBy: { user: { name: 'asc' } },
    })
    const words = await tx.$queryRaw<{ tags: string[]; dispositions: string[] }[]>`
      with recent as (select tags, disposition from calls order by started_at desc, id desc limit ${RECENT})
      select array(select distinct unnest(tags) from recent order by 1) as tags,
        array(select distinct disposition from recent where disposition is not null order by 1) as dispositions`
    return {
      people: people.map(({ userId, user }) => ({ id: userId, name: user.name })),
      lines: await tx.phoneNumber.findMany({ select: { number: true, label: true }, orderBy: { label: 'asc' } }),
      ...words[0]!,
    }
  })
}
