import '#lib/contacts/schema.ts'
