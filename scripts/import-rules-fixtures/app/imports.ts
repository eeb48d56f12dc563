import '#local/carrier/leg.ts'
