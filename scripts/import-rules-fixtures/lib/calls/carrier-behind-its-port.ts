import '#lib/carrier/client.ts'
