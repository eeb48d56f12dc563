import { Prisma } from './generated/client.ts'

/** SQL text whose values are always bound parameters, for `tx.$queryRaw`; parts are put together with joinSql. */
export const { sql, join: joinSql } = Prisma
export type Sql = Prisma.Sql
