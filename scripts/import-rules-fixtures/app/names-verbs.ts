import '#lib/db/client.ts'
