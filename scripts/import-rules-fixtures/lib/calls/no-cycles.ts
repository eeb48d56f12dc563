import './cycle.ts'
