import '#lib/calls/fold.ts'
